import type { Releases } from "../serving/releases.js";
import type { Metrics } from "./metrics.js";

/** Adds the newest verdict on each model that answers, and its age. */
export const addVerdictMetrics = (metrics: Metrics, releases: Releases, now = Date.now): void => {
  const verdicts = () =>
    releases.current().flatMap(({ manifest: { model } }) => {
      const verdict = releases.verdictOf(model);
      return verdict === undefined ? [] : [{ model, verdict }];
    });
  metrics.add({
    name: "despliega_verdict_info",
    type: "gauge",
    help: "1 for the newest verdict on a model, with its word and the release that it judges.",
    labels: ["model", "version", "verdict"],
    read: () =>
      verdicts().map(({ model, verdict: { version, verdict } }) => {
        return { labels: { model, version, verdict }, value: 1 };
      }),
  });
  metrics.add({
    name: "despliega_verdict_age_seconds",
    type: "gauge",
    help: "Time since the newest verdict on a model.",
    labels: ["model"],
    read: () =>
      verdicts().map(({ model, verdict: { at } }) => {
        return { labels: { model }, value: Math.max(0, now() - Date.parse(at)) / 1_000 };
      }),
  });
};
