import { openRelease, type BlobStore, type Champion, type Release } from "@despliega/storage";
import type { Logger } from "pino";

/** Makes the function that opens the release of a champion, and logs how long that took. */
export const championOpener =
  (store: BlobStore, logger: Logger) =>
  async ({ model, version, manifest, edition }: Champion): Promise<Release> => {
    const start = performance.now();
    const release = await openRelease(store, model, version, manifest, edition);
    const ms = Math.round(performance.now() - start);
    logger.info({ model, version, entities: release.table?.rows, ms }, "release opened");
    return release;
  };
