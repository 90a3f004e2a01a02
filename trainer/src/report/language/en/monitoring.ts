/** What a look at recorded answers found. */
export const monitoring = {
  tab: (model: string) => `${model}: monitoring`,
  facts: {
    release: "Release",
    window: "Window",
    answers: (answers: string, counted: string) => `${answers}, ${counted} of them compared`,
    recorded: "Recorded answers",
    before: "Days before",
    days: (from: string, to: string) => `${from} to ${to}`,
  },
  verdicts: {
    good: "Nothing is wrong.",
    drift: "The model meets other cases than it learned from.",
    lost: "The model lost performance.",
    fault: "The data are broken.",
    "not-enough": "There are too few answers to tell.",
  },
  cures: {
    good: "There is nothing to do.",
    drift:
      "What to do: find out whether the world changed or the data. Train again once outcomes of such cases are known.",
    lost: "What to do: train again. The promotion checks decide whether the new release serves.",
    fault:
      "What to do: repair where the values come from. A training before that would learn the fault.",
    "not-enough":
      "What to do: wait for more answers and outcomes, look at more days, or give the release more test rows.",
  },
  faults: {
    missing: (feature: string, share: string, days: string, usual: string) =>
      `${share} of the values of ${feature} were missing on ${days}; usual is ${usual}.`,
    "out of range": (feature: string, share: string, days: string, usual: string) =>
      `${share} of the values of ${feature} were far beyond those of training on ${days}; usual is ${usual}.`,
    unseen: (feature: string, share: string, days: string, usual: string) =>
      `${share} of the values of ${feature} were no category of the release on ${days}; usual is ${usual}.`,
  },
  lost: (metric: string, now: string, before: string, loss: string) =>
    `${metric} is ${now} on the answers whose outcomes are known, and was ${before}: a loss of ${loss}.`,
  lostByScores: (metric: string, now: string, before: string, loss: string) =>
    `By what the scores themselves promise, ${metric} is ${now} and was ${before}: a loss of ${loss}.`,
  drifted: (names: string) => `Far from what the release knows: ${names}.`,
  score: "score",
  scoreOf: (name: string) => `score of ${name}`,
  few: (counted: string, least: string) =>
    `${counted} answers can be compared, and ${least} are needed.`,
  unsure: (metric: string, sought: string, needed: string) =>
    `Whether ${metric} lost ${sought} cannot be told: ${needed}.`,
  neededAbout: (answers: string) => `that takes about ${answers} answers with outcomes`,
  neededNone: "against this reference no number of answers shows it",
  kept: (metric: string, now: string, before: string) =>
    `${metric} is ${now} and was ${before}: nothing was lost.`,
  drift: {
    heading: "Drift",
    reading: (level: string) =>
      `How the values of each feature and the scores are spread, beside the release's own. Drifted are those whose stability index (PSI) is large and whose difference is no chance: of all that are called so, at most about ${level} are false.`,
    few: "Too few answers for a comparison.",
    name: (names: string) => `Shares by bin, of the release and of the window: ${names}`,
    reference: "release",
    now: "window",
    caption: "Drift of features and scores",
    feature: "Feature",
    against: "Beside",
    referenced: {
      served: "entities of the release",
      training: "training",
      test: "test rows",
      before: "days before",
    },
    psi: "PSI",
    distance: "Jensen–Shannon",
    p: "p, adjusted",
    verdict: "Verdict",
    drifted: "drifted",
    usual: "as usual",
    missing: "missing",
    other: "other",
  },
  volume: {
    heading: "Volume",
    reading: "Answers by day, recorded or not.",
    name: (days: string, answers: string) => `Answers on ${days} days, ${answers} in all`,
    axis: "answers",
    caption: "Answers and errors",
    what: "What",
    number: "Number",
    answers: "Answers",
    read: "Recorded and read",
    dropped: "Not recorded for want of room",
    torn: "Broken lines",
    other: "Of releases with other features, left out",
    overridden: "Decided otherwise by people",
    refused: (code: string) => `Refused: ${code}`,
  },
  data: {
    heading: "Missing and strange values",
    reading:
      "The share of values that are missing, of numbers beyond those of training, and of names that are no category of the release.",
    name: (features: string) => `Missing values now and in the release: ${features}`,
    axis: "missing values",
    caption: "Shares of missing and strange values",
    missing: "Missing",
    usual: "Missing in the release",
    range: "Beyond training",
    unseen: "No category",
  },
  performance: {
    heading: "Performance",
    reading: (known: string, mature: string, answers: string, share: string) =>
      `Measured on ${known} answers whose outcomes are known, ${share} of the ${mature} that are old enough to have one; the window has ${answers}. Answers about one key count together.`,
    sampled: (measured: string) => `The figures are those of ${measured} of them, drawn by key.`,
    name: (metric: string, weeks: string) => `${metric} by week with 95% intervals: ${weeks}`,
    reference: "release",
    week: "week from",
    caption: "Metrics of the answers beside those of the release",
    now: "Answers",
    release: "Release",
  },
  confusion: {
    heading: "Outcomes and answers",
    reading: "How many answers of each kind each outcome had.",
    caption: "Outcomes by answer",
    outcome: "Outcome",
    answer: (name: string) => `Answered ${name}`,
  },
  groups: {
    heading: (feature: string) => `Groups by ${feature}`,
    reading:
      "The figures of each group, and how much more they are than those of all others, with 95% intervals. A group of fewer than ten answers is not shown.",
    name: (metric: string, groups: string) =>
      `How much more ${metric} is in each group than in all others: ${groups}`,
    axis: (metric: string) => `${metric}, more than others`,
    caption: "Figures by group",
    group: "Group",
    known: "Outcomes",
    more: "More than others",
  },
  expected: {
    heading: "Estimated performance",
    reading: (answers: string) =>
      `An estimate without outcomes, from ${answers} scores. It takes each probability to come true as often as it says. It sees other cases, and not another relation between features and outcome.`,
    readingNumbers: (answers: string) =>
      `An estimate without outcomes, from the intervals of ${answers} answers. It takes errors to be as large as they were at such answers. It sees other cases, and not another relation between features and outcome.`,
    caption: "Estimated figures",
    value: "Estimate",
    reference: "Estimate of the release",
  },
  contribution: {
    heading: "What moved the scores",
    reading: (answers: string, rows: string) =>
      `How much further each feature moves the model's sum now than in the release, on average over ${answers} answers and ${rows} rows.`,
    name: (features: string) => `Mean movement of the sum by feature: ${features}`,
    axis: "mean movement of the model's sum",
    caption: "Movement of the sum by feature",
    shift: "Movement",
  },
  challenger: {
    heading: (version: string) => `Challenger ${version}`,
    reading: (known: string) =>
      `Champion and challenger on the same ${known} answers with outcomes.`,
    verdicts: {
      better: (metric: string) => `The challenger is better, by ${metric}.`,
      worse: (metric: string) => `The challenger is worse, by ${metric}.`,
      "cannot tell": (metric: string) => `Which of them is better by ${metric} cannot be told.`,
    },
    name: (metric: string, difference: string) =>
      `${metric} of the challenger less that of the champion: ${difference}`,
    axis: "challenger less champion",
    caption: "Champion and challenger",
    champion: "Champion",
    challenger: "Challenger",
    difference: "Difference",
  },
  metrics: {
    cost: "Cost of an answer",
    coverage: "Outcomes inside the interval",
    half_width: "Half the interval's width",
  },
};
