/** The parts of a regression's report. The target, its unit and the observations are named by the model. */
export const regression = {
  noSkill:
    "what the mean of what happened would reach as the answer to everything, on each scale its own",
  summary: {
    error: (isPeriod: boolean, mae: string, unit: string, observations: string, guess: string) =>
      `In the test ${isPeriod ? "period" : "set"} an answer is off by ${mae} ${unit} on average; the same answer for all ${observations}, their mean, would be off by ${guess}.`,
    explained: (share: string, target: string) =>
      `It explains ${share} of the variation of the ${target}.`,
    explainedBoth: (share: string, target: string, ofLogarithm: string) =>
      `It explains ${share} of the variation of the ${target}, and ${ofLogarithm} of that of its logarithm.`,
    nothing: "none",
    interval: (level: string, observations: string, inside: string) =>
      `About ${level} of the ${observations} should be inside the interval of their answer; ${inside} are.`,
  },
  predictedAxis: (target: string, unit: string) => `Predicted ${target} (${unit})`,
  predictedActual: {
    heading: "Predicted and actual",
    reading:
      "On the dashed line the answer is right: the closer most observations are to it, the better. The outermost squares also hold all beyond them.",
    logarithmic: "Both axes are logarithmic: equal distances are equal factors.",
    name: (target: string, observations: string, explained: string) =>
      `Actual against predicted ${target} of the ${observations}; the answers explain ${explained} of the variation.`,
    actual: (target: string) => `Actual ${target}`,
    inSquare: (observations: string) => `${observations} in a square`,
    caption: (observations: string, unit: string) =>
      `Error by tenth of the ${observations}, lowest answers first, in ${unit}`,
    tenth: "Tenth",
    predicted: "Mean answer",
    truth: "Mean truth",
    mae: "MAE",
    bias: "Bias",
  },
  residuals: {
    heading: "Residuals",
    reading: (observations: string) =>
      `Each bar is a group of ${observations} with about the same answer: the dot is the middle one, the thick bar holds the middle half of them, the thin one nine tenths. Dots away from the dashed line are answers that are wrong in one direction; bars that grow longer are answers that can be trusted less.`,
    name: (what: string, medians: string) =>
      `${what}: the medians by rising answer are ${medians}.`,
    factor: "Actual as a factor of predicted",
    difference: (unit: string) => `Actual less predicted (${unit})`,
  },
  interval: {
    heading: "Prediction interval",
    reading: (
      level: string,
      observations: string,
      shares: Readonly<Record<"inside" | "below" | "above", string>>,
    ) =>
      `About ${level} of the ${observations} should be inside the interval of their answer; ${shares.inside} are, ${shares.below} are below and ${shares.above} above.`,
    halfWidth: (middle: string, unit: string) =>
      `At the middle answer half the width is ${middle} ${unit}.`,
    halfWidths: (low: string, high: string) =>
      `Where a tenth of the answers is lower it is ${low}, where a tenth is higher ${high}.`,
    origin:
      "The ends depend on the answer. They were chosen on the training observations, each scored by a model that did not know it, so that the share holds among answers of any size. The dashed line is the level; bars are 95% intervals of the observed shares.",
    name: (shares: string, level: string) =>
      `Share inside the interval by tenth of the answer, lowest first: ${shares}; the level is ${level}.`,
    x: "Tenth of the answers, lowest first",
    y: "Inside the interval",
    caption: (unit: string) => `The interval at the middle answer of each tenth, in ${unit}`,
    tenth: "Tenth",
    answer: "Answer",
    from: "From",
    to: "To",
    inside: "Inside",
  },
};
