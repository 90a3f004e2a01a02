/** Features, training and test set, promotion checks and parameters. */
export const run = {
  features: {
    heading: "Features",
    reading: "What the model looks at, over the observations that it learned from.",
    caption: (isPeriod: boolean) => `Features of the training ${isPeriod ? "period" : "set"}`,
    feature: "Feature",
    meaning: "Meaning",
    requested: (description: string) => `${description} It comes with the request.`,
    mean: "Mean",
    range: "Range",
    missing: "Missing",
  },
  sets: {
    heading: "Training and test",
    byTime:
      "The model learns from the older observations and is measured on the newer ones, as it will be used.",
    byChance:
      "The model learns from one part of the observations and is measured on the other, divided by chance.",
    periods: "Periods",
    sets: "Sets",
    period: "Period",
    set: "Set",
    from: "From",
    to: "To",
    observations: "Observations",
    positives: (clause: string) => `That ${clause}`,
    share: "Share",
    training: "Training",
    test: "Test",
  },
  checks: {
    heading: "Promotion checks",
    reading:
      "What the model has to reach before it may be served. How it compares with the champion is not a part of this page; “despliega report” adds it.",
    caption: "Checks with a fixed bound",
    rule: "Rule",
    measured: "Measured",
    bound: "Bound",
    verdict: "Verdict",
    passed: "passed",
    failed: "failed",
    atLeast: (metric: string, bound: string) => `${metric} at least ${bound}`,
    atMost: (metric: string, bound: string) => `${metric} at most ${bound}`,
    nearChampion: (metric: string, tolerance: string, champion: string) =>
      `${metric} within ${tolerance} of the champion's ${champion}`,
    nearIdeal: (metric: string, within: string, ideal: string) =>
      `${metric} within ${within} of ${ideal}`,
    interval: "95% interval",
    cannotTell: "cannot tell",
    difference: (value: string, ends: string) => `difference ${value} (${ends})`,
    likeGuess: (metrics: string) => `The test set cannot tell this model from a guess: ${metrics}.`,
    guess: (metric: string, ends: string, guess: string) =>
      `${metric} ${ends}, where a guess reaches ${guess}`,
  },
  parameters: {
    heading: "Parameters",
    reading:
      "With the same input and these parameters, a run gives the same model and this same page.",
    caption: "Parameters of the run",
    parameter: "Parameter",
    value: "Value",
    none: "none",
  },
};
