/** The parts of a classifier's report. Clauses come from the model: "loans", that "go bad". */
export const classification = {
  group: (observations: string, clause: string) => `${observations} that ${clause}`,
  /** Stands for the clause of a class without words of its own. */
  ofClass: (name: string) => `are of class ${name}`,
  noSkill: "what the same score for everybody would reach",
  line: "no skill",
  threshold: "threshold",
  /** How a threshold was chosen, by the first word of its policy. */
  policies: {
    "max-f1": "the best F1 on the training observations, which counts a false alarm like a miss",
    cost: "the least cost of false alarms and misses on the training observations",
    flagged: "as many flagged as allowed of the training observations",
    precision: "the best recall with the precision asked for, on the training observations",
    recall: "the highest with the recall asked for, on the training observations",
    value: "given by the definition of the model",
  },
  summary: {
    usual: (isPeriod: boolean, happen: string, of: string, observations: string, clause: string) =>
      `In the test ${isPeriod ? "period" : "set"} ${happen} of ${of} ${observations} ${clause}.`,
    nothing: (observations: string, score: string) =>
      `The model flags none of the ${observations}: no score reaches ${score}.`,
    decisions: (
      [caught, of]: readonly [string, string],
      positives: string,
      [right, flagged]: readonly [string, string],
      clause: string,
    ) =>
      `Of ${of} ${positives}, the model flags ${caught}; of ${flagged} that it flags, ${right} ${clause}.`,
    flagged: (share: string, all: string, observations: string, score: string) =>
      `It flags ${share} of all ${all} ${observations}, those with a score of ${score} or more.`,
    ranking: (observations: string, positive: string, negative: string, hits: string, of: string) =>
      `Given one of the ${observations} that ${positive} and one of those that ${negative}, it gives the first the higher score ${hits} times of ${of}.`,
  },
  confusion: {
    heading: "Decisions at the threshold",
    reading: (score: string, policy: string) =>
      `Scores of ${score} and more are flagged (${policy}). Percentages are shares of their row.`,
    fewCases: (cases: string) =>
      `The threshold rests on ${cases} training observations of the rarer class: others would move it.`,
    name: (threshold: string, cells: string) =>
      `Confusion matrix at the threshold ${threshold}: ${cells}.`,
    cell: (actual: string, answer: string, share: string) => `of ${actual} ${share} ${answer}`,
    caption: "Confusion matrix",
    answer: "Answer",
    happened: "What happened",
    flagged: "Flagged",
    passed: "Not flagged",
    all: "All",
  },
  roc: {
    heading: "ROC curve",
    reading: (positives: string, negative: string) =>
      `The farther the curve bows to the upper left, the better the model ranks. Each point is one possible threshold: its height is the share of ${positives} and are caught, its distance from the left the share of those that ${negative} and are flagged with them.`,
    name: (area: string, caught: string, disturbed: string) =>
      `ROC curve, area ${area}. At the threshold the true positive rate is ${caught} and the false positive rate ${disturbed}.`,
    x: "False positive rate",
    y: "True positive rate (recall)",
  },
  precisionRecall: {
    heading: "Precision and recall",
    reading: (positives: string, first: string) =>
      `What it costs to catch more: towards the right more of the ${positives} are caught, and fewer of the flagged are right. The vertical axis ends at the highest precision, not at 100%, and the curve begins at a recall of ${first}, since before it too few are flagged.`,
    name: (area: string, precision: string, recall: string) =>
      `Precision-recall curve, area ${area}. At the threshold precision is ${precision} and recall ${recall}.`,
    caption: "What other thresholds would give",
    recall: "Recall",
    precision: "Precision",
    flagged: "Flagged of all",
  },
  calibration: {
    heading: "Calibration",
    reading:
      "Whether a score can be read as a probability. Each dot is a tenth of the observations, ordered by score; a dot on the dashed line happened as often as predicted, and its bar is the 95% interval of what was observed. Both axes end where the scores do.",
    name: (agreeing: number, bins: number) =>
      `Calibration by tenth of the score: in ${agreeing} of ${bins} bins the prediction lies within the interval of what was observed.`,
    calibration_slope: (value: string, ends: string) =>
      `The calibration slope is ${value}${ends && ` (${ends})`}: at 1 the scores are as sure as they should be, below 1 too sure.`,
    calibration_intercept: (value: string, ends: string) =>
      `The calibration intercept is ${value}${ends && ` (${ends})`}: at 0 they are right on average, above 0 too low.`,
    /** How the scores became probabilities. */
    methods: {
      none: "The scores are not calibrated after the fit.",
      platt: "A line of the model's sum, learned from out-of-fold scores, calibrates them (Platt).",
      isotonic:
        "Rising steps of the model's sum, learned from out-of-fold scores and joined by lines, calibrate them (isotonic regression).",
    },
    before: "Hollow dots are the tenths before calibration.",
    line: "as predicted",
    x: "Predicted (mean score)",
    y: "Observed share",
    caption: "Calibration by tenth of the score",
    tenth: "Tenth",
    observations: "Observations",
    predicted: "Predicted",
    observed: "Observed",
    interval: "95% interval",
  },
  scores: {
    heading: "Scores by class",
    reading:
      "The less the two shapes overlap, the better the model tells the classes apart. Each shape sums to 100% of its own class, so that a rare class is as visible as a common one; the scale is one of log-odds, which keeps small scores apart.",
    name: (observations: string, positive: string, negative: string, score: string) =>
      `Distribution of the scores of ${observations} that ${positive} and of those that ${negative}, with the threshold at ${score}.`,
    x: "Score (log-odds scale)",
    y: "Share of its class",
  },
};
