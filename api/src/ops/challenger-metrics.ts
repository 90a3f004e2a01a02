import type { Trial } from "../serving/challenger/trial.js";
import type { Releases } from "../serving/releases.js";
import type { Metrics } from "./metrics.js";

/** Adds the challengers that are open, and what became of the answers that were drawn for them. */
export const addChallengerMetrics = (metrics: Metrics, releases: Releases, trial: Trial): void => {
  metrics.add({
    name: "despliega_challenger_info",
    type: "gauge",
    help: "1 for the release that is scored beside the champion.",
    labels: ["model", "version"],
    read: () =>
      releases.current().flatMap(({ manifest: { model } }) => {
        const version = releases.challengerOf(model)?.release.manifest.version;
        return version === undefined ? [] : [{ labels: { model, version }, value: 1 }];
      }),
  });
  metrics.add({
    name: "despliega_challenger_scored_total",
    type: "counter",
    help: "Rows that a challenger scored beside the champion.",
    labels: ["model"],
    read: () =>
      [...trial.counts()].map(([model, { scored }]) => ({ labels: { model }, value: scored })),
  });
  metrics.add({
    name: "despliega_challenger_skipped_total",
    type: "counter",
    help: "Rows that were drawn for a challenger and left out: for lack of time, as rows that it does not take, or without a score.",
    labels: ["model", "reason"],
    read: () =>
      [...trial.counts()].flatMap(([model, { skipped }]) =>
        Object.entries(skipped).map(([reason, value]) => ({ labels: { model, reason }, value })),
      ),
  });
};
