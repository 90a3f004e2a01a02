/** How good a model is. */
export const quality = {
  metrics: "How good it is",
  metricsReading: (observations: string) =>
    `Measured on ${observations} test observations, which the model did not learn from.`,
  metric: "Metric",
  value: "Value",
  interval: "95% interval",
  meaning: "Meaning",
  report: "Open the whole report",
  saveReport: "Save the whole report",
  checks: "Promotion checks",
  checksReading: "What a release has to pass before it serves.",
  check: "Check",
  found: "Found",
  passed: "passed",
  failed: "failed",
  threshold: "What another threshold would do",
  thresholdReading:
    "Move the slider. The figures are counted on the test observations. Nothing changes in service.",
  slider: "Threshold",
  inForce: "in force",
  back: "Back to the one in force",
  flagged: "Flagged",
  precision: "Right among the flagged",
  recall: "Found among the positives",
  cost: "Cost",
  costOf: (cost: string) => `${cost} in force`,
  falseAlarm: "Cost of a false alarm",
  miss: "Cost of a miss",
  counts: (flagged: string, right: string, missed: string) =>
    `${flagged} flagged, ${right} of them right; ${missed} missed.`,
  curveName: (threshold: string, flagged: string, precision: string, recall: string) =>
    `At the threshold ${threshold}: flagged ${flagged}, right among the flagged ${precision}, found among the positives ${recall}.`,
  axisThreshold: "Threshold",
  calibration: "Are the probabilities right?",
  calibrationReading:
    "Each dot is a tenth of the test observations, with a 95% interval. On the line, what is promised happens as often.",
  predicted: "Predicted probability",
  observed: "Observed share",
  roc: "How well it ranks",
  rocReading: "The further the curve is above the line, the better positives rank above negatives.",
  falsePositives: "Share of negatives flagged",
  truePositives: "Share of positives flagged",
  deciles: "Answers beside the truth",
  decilesReading:
    "Each dot is a tenth of the test observations: the mean answer and the mean truth. The axes are logarithms.",
  meanAnswer: "Mean answer",
  meanTruth: "Mean truth",
  importance: "What it leans on",
  importanceReading: (metric: string) =>
    `How much worse ${metric} gets when the values of a feature are shuffled.`,
  none: "This release keeps no figures of its report.",
};
