/** The table of metrics. */
export const metrics = {
  heading: "Metrics",
  reading: (isPeriod: boolean, guess: string) =>
    `Measured on the test ${isPeriod ? "period" : "set"}, which the model did not learn from. The column “no skill” is ${guess}.`,
  caption: (isPeriod: boolean) => `Metrics of the test ${isPeriod ? "period" : "set"}`,
  name: "Metric",
  value: "Value",
  interval: "95% interval",
  intervals:
    "Another test set of this size would give another value; in about 95 of 100 of them the interval would hold the value of all that could be observed. Observations of one entity count together.",
  ranges: "In parentheses are 95% intervals.",
  fewCases: (metrics: string) =>
    `Few cases: these figures rest on so few observations of the test set that chance may move them far: ${metrics}.`,
  noSkill: "No skill",
  meaning: "Meaning",
};

/** Test observations of known and of new entities. */
export const entities = {
  heading: "Known and new entities",
  reading: (share: string) =>
    `${share} of the test observations are of entities that are in training too. The other metrics are therefore mostly theirs; the rows of new entities say what to expect of one that the model never saw.`,
  told: (share: string, known: string, other: string) =>
    `${share} of the test observations are of entities known from training: ${known}. Of new ones: ${other}.`,
  unmeasured: "none can be measured",
  few: (cases: string) => `few cases: ${cases}`,
  caption: "Metrics of known and of new entities",
  group: "Entities",
  known: "Known",
  new: "New",
  observations: "Observations",
  cases: "Cases",
};
