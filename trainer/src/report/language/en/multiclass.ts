/** The parts of the report of a classifier of three classes or more. */
export const multiclass = {
  noSkill: "what the same probabilities for everybody would reach",
  summary: {
    usual: (
      isPeriod: boolean,
      [happen, of]: readonly [string, string],
      observations: string,
      name: string,
    ) =>
      `In the test ${isPeriod ? "period" : "set"} ${happen} of ${of} ${observations} are of class ${name}, the most frequent one.`,
    right: ([right, of]: readonly [string, string], observations: string) =>
      `The model answers with the right class for ${right} of ${of} ${observations}.`,
    worst: ([found, of]: readonly [string, string], observations: string, name: string) =>
      `It finds class ${name} least often: ${found} of ${of} ${observations} of that class.`,
  },
  answers: {
    heading: "Answers",
    /** How several probabilities decide the answer. */
    policies: { largest: "the largest probability", costs: "the least expected cost" },
    reading: (policy: string) =>
      `Each row is a class, and each column an answer. The answer is the class with ${policy}. Percentages are shares of their row.`,
    caption: "Confusion matrix",
    name: (classes: string, right: string) =>
      `Confusion matrix of ${classes} classes: ${right} of the answers are right.`,
    happened: "What happened",
    all: "All",
  },
  classes: {
    heading: "Metrics by class",
    reading: "Each class against all others together.",
    name: "Class",
    observations: "Observations",
  },
  roc: {
    heading: "ROC curves by class",
    reading:
      "How well each class is ranked against all others: the farther its curve bows to the upper left, the better.",
    name: (areas: string) => `ROC curves by class, areas: ${areas}.`,
  },
  precisionRecall: {
    heading: "Precision and recall by class",
    reading:
      "What it costs to find more of a class: towards the right more of its observations are found, and fewer of those that are taken for it belong to it.",
    name: (areas: string) => `Precision-recall curves by class, areas: ${areas}.`,
  },
  calibration: {
    heading: "Calibration by class",
    reading:
      "Whether the probability of a class can be read as one. Each dot is a tenth of the observations, ordered by that probability; on the dashed line the class happened as often as predicted.",
    temperature:
      "One slope for the sums of all classes and an offset for each, learned from out-of-fold scores, calibrate the probabilities.",
    none: "The probabilities are not calibrated after the fit.",
    name: (classes: string) => `Observed share by mean probability of ${classes}.`,
  },
};
