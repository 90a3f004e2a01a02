/** What publishing adds to the report: version, time, commit, and the champion beside the candidate. */
export const release = {
  heading: "Release",
  version: "Version",
  created: "Created",
  trainer: "Trainer",
  commit: "Commit",
  metrics: "Metrics beside the champion's",
  heldBack: (rules: readonly string[]) =>
    `**Held back by its promotion checks:** it fails ${rules.join(" and ")}.`,
  passes: "**Passes its promotion checks.**",
  cannotTell: (rules: readonly string[], isHeld: boolean) =>
    `**Cannot tell:** the test set does not show whether it has ${rules.join(" and ")}. The model's policy takes that as ${isHeld ? "failed" : "passed"}.`,
  notCompared: "It was not compared with a champion.",
  first: "There was no champion to compare it with.",
  impossible: (champion: string, reason: string) =>
    `**Not compared:** it could not be compared with the champion ${champion}: ${reason}. It is promoted only where somebody consents.`,
  partly: (rows: string, of: string) =>
    `The two are compared on ${rows} of ${of} test observations, those from which the champion did not learn.`,
  signature: (since: string, changes: string) =>
    `**Its signature is not that of ${since}:** it ${changes}.`,
  changes: {
    adds: (features: string) => `adds ${features}`,
    removes: (features: string) => `removes ${features}`,
    retypes: (features: string) => `changes the type or the values of ${features}`,
    reorders: "changes their order",
  },
  metric: "Metric",
  candidate: "Candidate",
  champion: (version: string) => `Champion ${version}`,
  change: "Change",
  noChange: "none",
  points: (difference: string) => `${difference} points`,
};
