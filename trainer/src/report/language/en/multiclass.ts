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
    happened: "What happened",
    all: "All",
  },
  classes: {
    heading: "Metrics by class",
    reading: "Each class against all others together.",
    name: "Class",
    observations: "Observations",
  },
};
