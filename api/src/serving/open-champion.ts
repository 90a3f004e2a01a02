import {
  inSpan,
  openFeatures,
  openRelease,
  type BlobStore,
  type Champion,
  type Release,
} from "@despliega/storage";
import type { Logger } from "pino";

/** Opens what a pointer names. Of a release that is open already, only the features are read. */
export type OpenChampion = (champion: Champion, served?: Release) => Promise<Release>;

/** Makes the function that opens the release of a champion, and logs how long that took. */
export const championOpener =
  (store: BlobStore, logger: Logger): OpenChampion =>
  async ({ model, version, manifest, edition }, served) => {
    const start = performance.now();
    const same = served?.manifest.version === version;
    const release = await inSpan(
      {
        name: same ? "open features" : "open release",
        facts: { "despliega.model": model, "despliega.version": version },
      },
      () =>
        same
          ? openFeatures(store, served, edition)
          : openRelease(store, model, version, manifest, edition),
    );
    const ms = Math.round(performance.now() - start);
    logger.info(
      { model, version, edition: edition?.name, entities: release.table?.rows, ms },
      same ? "features opened" : "release opened",
    );
    return release;
  };
