import type { BlobStore } from "../blob/blob-store.js";
import { blobNames } from "../release/blob-names.js";
import { listDayBlobs, type DayBlob } from "./day-blobs.js";

/** Lists the blobs of a model's recorded answers, by day. */
export const listRecorded = (store: BlobStore, model: string): Promise<readonly DayBlob[]> =>
  listDayBlobs(store, blobNames.predictions(model));

/** The blobs of answers of days before the first that is kept. @param first such as 2026-01-31 */
export const oldRecorded = async (
  store: BlobStore,
  model: string,
  first: string,
): Promise<readonly DayBlob[]> =>
  (await listRecorded(store, model)).filter(({ day }) => day < first);

/** Deletes blobs of recorded answers. */
export const dropRecorded = async (store: BlobStore, blobs: readonly DayBlob[]): Promise<void> => {
  for (const { name } of blobs) await store.delete(name);
};
