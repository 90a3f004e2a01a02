import type { Releases, ReleaseStatus } from "../serving/releases.js";
import type { Metrics } from "./metrics.js";

/** Tells of every release that answers: which one, how old, how surely the newest. */
export const addReleaseMetrics = (metrics: Metrics, releases: Releases, now = Date.now): void => {
  const add = (
    name: string,
    type: "counter" | "gauge",
    help: string,
    read: (status: ReleaseStatus) => number,
    withVersion = false,
  ) =>
    metrics.add({
      name,
      type,
      help,
      read: () =>
        releases.status().map((status) => {
          const { model, version } = status.release.manifest;
          return { labels: withVersion ? { model, version } : { model }, value: read(status) };
        }),
    });

  add("despliega_release_info", "gauge", "1 for the release that answers.", () => 1, true);
  add(
    "despliega_release_age_seconds",
    "gauge",
    "Time since the release that answers was made.",
    ({ release }) => (now() - Date.parse(release.manifest.created)) / 1_000,
  );
  add(
    "despliega_release_stale_seconds",
    "gauge",
    "Time since the pointer was last seen; 0 while the last look at it succeeded.",
    ({ staleSeconds }) => staleSeconds,
  );
  metrics.add({
    name: "despliega_refresh_failures_total",
    type: "counter",
    help: "Looks at the pointer, or new releases, that failed; also of a model that is not served.",
    read: () =>
      releases.refreshes().map(({ model, failures }) => ({ labels: { model }, value: failures })),
  });
};
