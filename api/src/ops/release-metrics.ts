import type { Releases, ReleaseStatus } from "../serving/releases.js";
import type { Metrics } from "./metrics.js";

/** Adds what is known of every release that answers: its version, its age, and whether its pointer can be read. */
export const addReleaseMetrics = (metrics: Metrics, releases: Releases, now = Date.now): void => {
  const add = (
    name: string,
    help: string,
    read: (status: ReleaseStatus) => number,
    labels: readonly ("model" | "version")[] = ["model"],
  ) =>
    metrics.add({
      name,
      type: "gauge",
      help,
      labels,
      read: () =>
        releases.status().map((status) => {
          const { manifest } = status.release;
          const of = labels.map((label) => [label, manifest[label]] as const);
          return { labels: Object.fromEntries(of), value: read(status) };
        }),
    });

  add("despliega_release_info", "1 for the release that answers.", () => 1, ["model", "version"]);
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
};
