import { DespliegaError, memoryBlobStore } from "@despliega/storage";

import { publishedBlobsOf, partsOf, SAMPLE, trainOn } from "../../../trainer/support/runs.js";

/** What the parts of a release are when there is memory enough. */
export const plainParts = async (): Promise<string> =>
  JSON.stringify(partsOf((await trainOn(memoryBlobStore(), { input: SAMPLE })).manifest));

/** Trains on the sample under a memory limit of the engine, in MB; returns how it ended. */
export const trainWithin = async (
  megabytes: number,
  plain: string,
): Promise<{ readonly broken: string | undefined; readonly done: boolean }> => {
  const store = memoryBlobStore();
  try {
    const { manifest } = await trainOn(store, { memoryLimit: `${megabytes}MB`, threads: 1 });
    const same = JSON.stringify(partsOf(manifest)) === plain;
    return { broken: same ? undefined : "its parts have other bytes", done: true };
  } catch (error) {
    const clear = error instanceof DespliegaError && error.code === "ENGINE_OUT_OF_MEMORY";
    if (!clear) return { broken: `it fails with ${String(error)}`, done: false };
    const blobs = await publishedBlobsOf(store);
    return { broken: blobs.length === 0 ? undefined : "something is published", done: false };
  }
};
