/** What the model leans on, and how its estimator and options were chosen. */
export const choices = {
  selection: {
    heading: "Choice of the estimator",
    reading:
      "Each candidate learned from all folds of the training observations but one and was measured on that one, fold after fold; the test observations had no part in it.",
    caption: (metric: string) => `${metric} by cross-validation`,
    estimator: "Estimator",
    mean: "Mean",
    deviation: "Std. dev.",
    folds: "Folds",
    choice: "Choice",
    chosen: "chosen",
    noModel: (error: string) => `no model (${error})`,
  },
  search: {
    heading: "Parameter search",
    reading:
      "Each dot is one set of parameters, measured by cross-validation on the training observations; the line is the best so far. The longer it lies flat at the end, the less a longer search would bring.",
    failed: (trials: string) => `Without a model: ${trials}.`,
    failure: (trial: number, error: string) => `trial ${trial} (${error})`,
    name: (metric: string, trials: string, best: string, first: string) =>
      `${metric} of ${trials} trials; the best, ${best}, was first reached by trial ${first}.`,
    trial: "Trial",
    taken: "taken",
    takenTrial: (trial: number) => `${trial} (taken)`,
    caption: (shown: string, trials: string, metric: string) =>
      `Best ${shown} of ${trials} trials by ${metric}`,
    mean: "Mean",
    deviation: "Std. dev.",
    parameters: "Parameters",
    none: "none",
  },
  searched: {
    heading: "Searched parameters",
    reading: (metric: string) =>
      `The ${metric} of the same trials by the value of each parameter that is a number; the other parameters differ from dot to dot. Where the best are at an end, the search ended too early there. The trial that was chosen is the large dot.`,
    name: (metric: string) => `${metric} of every trial by each searched parameter.`,
  },
  coefficients: {
    heading: "Coefficients",
    logOdds: (observations: string, clause: string) =>
      `What moves the score, all features on one scale: the change in log-odds for one standard deviation more. To the right of the dashed line a higher value makes it likelier that ${observations} ${clause}.`,
    slope: (target: string) =>
      `What moves the answer, all features on one scale: the change in the ${target} for one standard deviation more.`,
    logarithm: (target: string) =>
      `What moves the answer, all features on one scale: the change in the logarithm of the ${target} for one standard deviation more, which multiplies the answer by a factor.`,
    logProbability:
      "What moves the probability of each class, all features on one scale: the change in the logarithm of the probability for one standard deviation more, against the mean over the classes.",
    few: (count: string) => `The picture has the ${count} strongest, the table has all.`,
    bars: "Bars are two standard errors to either side; one that touches the line may be chance.",
    errors: {
      curvature:
        "The errors take every observation as independent of the others, and the model as right.",
      observations:
        "The errors come from how far each observation pulls at the coefficients (sandwich), since the classes have weights.",
      entities:
        "The errors take all observations of an entity together (sandwich by entity), since they are alike.",
    },
    logOddsAxis: "Change in log-odds per standard deviation",
    logProbabilityAxis: "Change in log-probability per standard deviation",
    slopeAxis: (unit: string) => `Change in ${unit} per standard deviation`,
    logarithmAxis: "Change in logarithm per standard deviation",
    oddsRatio: "Odds ratio",
    factor: "Factor",
    name: (strongest: string) =>
      `Standardised coefficients with their standard errors, strongest first: ${strongest}.`,
    caption: "Standardised coefficients",
    feature: "Feature",
    estimate: "Estimate",
    error: "Std. error",
  },
  scorecard: {
    heading: "Points",
    reading: (
      observations: string,
      clause: string,
      score: string,
      odds: string,
      doubling: string,
    ) =>
      `${score} points are odds of ${odds} to 1 that ${observations} ${clause}, and ${doubling} more double them. An observation has the points to start with and those of its value of each feature; any number adds the points of another one and those of one more times their distance. The table rounds the points of one more to six digits, and each other figure to a hundredth. The detail of an answer rounds the exact sum to the nearest whole number.`,
    caption: "Points of each value",
    feature: "Feature",
    value: "Value",
    points: "Points",
    start: "to start with",
    missing: "missing",
    other: "any other",
    quantile: (share: string) => `${share} are at most this`,
    perUnit: "one more",
  },
  importance: {
    heading: "Importance",
    reading: (metric: string) =>
      `What the model leans on: how much worse the ${metric} of the test observations gets when one feature's values are mixed up among them. Bars have one standard deviation of the repetitions to either side; one that touches the dashed line may be chance. Features that tell the same share their importance. The gain is the share of what all splits gained in training, and flatters features with many different values.`,
    name: (metric: string, most: string) =>
      `Loss of ${metric} without each feature, most first: ${most}.`,
    axis: (metric: string) => `Loss of ${metric} when mixed up`,
    caption: "Importance by permutation and by gain",
    feature: "Feature",
    loss: "Loss",
    deviation: "Std. dev.",
    gain: "Gain",
  },
};
