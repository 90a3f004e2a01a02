import type { Metrics } from "./metrics.js";

/**
 * Adds how many requests asked about too many people.
 *
 * @param refusals by model
 */
export const addSubjectMetrics = (
  metrics: Metrics,
  refusals: () => ReadonlyMap<string, number>,
): void =>
  metrics.add({
    name: "despliega_subject_limit_refusals_total",
    type: "counter",
    help: "Requests that were refused because their caller asked about too many different people in an hour, by model.",
    labels: ["model"],
    read: () => [...refusals()].map(([model, value]) => ({ labels: { model }, value })),
  });
