import { freshnessOf } from "../serving/freshness.js";
import type { Releases, ReleaseStatus } from "../serving/releases.js";
import type { Metrics } from "./metrics.js";

type Label = "model" | "version" | "edition";

/**
 * Adds what is known of every release that answers: its version, its age and that of its features, and whether its pointer
 * can be read.
 */
export const addReleaseMetrics = (metrics: Metrics, releases: Releases, now = Date.now): void => {
  const add = (
    name: string,
    help: string,
    read: (status: ReleaseStatus) => number | undefined,
    labels: readonly Label[] = ["model"],
  ) =>
    metrics.add({
      name,
      type: "gauge",
      help,
      labels,
      read: () =>
        releases.status().flatMap((status) => {
          const value = read(status);
          const { manifest, edition } = status.release;
          const { model, version } = manifest;
          const all = { model, version, edition: edition?.edition ?? "" };
          const of = labels.map((label) => [label, all[label]] as const);
          return value === undefined ? [] : [{ labels: Object.fromEntries(of), value }];
        }),
    });

  add("despliega_release_info", "1 for the release that answers.", () => 1, ["model", "version"]);
  add(
    "despliega_features_info",
    "1 for the features that answer; the edition is empty where the release was published with them.",
    ({ release }) => freshnessOf(release) && 1,
    ["model", "version", "edition"],
  );
  add(
    "despliega_features_age_seconds",
    "Time since the features that answer were made.",
    ({ release }) => freshnessOf(release)?.age(now()),
  );
  add(
    "despliega_features_event_age_seconds",
    "Time since the end of the day of the newest event behind the features that answer.",
    ({ release }) => freshnessOf(release)?.eventAge(now()),
  );
  add(
    "despliega_features_limit_seconds",
    "The age that the model allows its features, where it has a limit.",
    ({ release }) => freshnessOf(release)?.limit?.seconds,
  );
  add(
    "despliega_features_stale",
    "1 while the features are older than the model allows, where it has a limit.",
    ({ release }) => {
      const freshness = freshnessOf(release);
      return freshness?.limit && Number(freshness.isStale(now()));
    },
  );
  add(
    "despliega_release_age_seconds",
    "Time since the release that answers was made.",
    ({ release }) => (now() - Date.parse(release.manifest.created)) / 1_000,
  );
  add(
    "despliega_release_stale_seconds",
    "Time since the pointer was last read; 0 while the last refresh succeeded.",
    ({ staleSeconds }) => staleSeconds,
  );
  metrics.add({
    name: "despliega_refresh_failures_total",
    type: "counter",
    help: "Reads of the pointer and loads of releases that failed; also of a model that is not served.",
    labels: ["model"],
    read: () =>
      releases.refreshes().map(({ model, failures }) => ({ labels: { model }, value: failures })),
  });
  metrics.add({
    name: "despliega_refresh_problem",
    type: "gauge",
    help: "1 for the code of the error that the last refresh ended with; none while it succeeds.",
    labels: ["model", "code"],
    read: () =>
      releases
        .refreshes()
        .flatMap(({ model, code }) =>
          code === undefined ? [] : [{ labels: { model, code }, value: 1 }],
        ),
  });
};
