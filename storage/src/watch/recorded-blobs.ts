import type { BlobStore, ListedBlob } from "../blob/blob-store.js";
import { blobNames } from "../release/blob-names.js";

/** A blob of recorded answers. */
export interface RecordedBlob extends ListedBlob {
  /** The day of its answers in UTC, such as 2026-01-31. */
  readonly day: string;
}

/** Lists the blobs of a model's recorded answers, by day. */
export const listRecorded = async (
  store: BlobStore,
  model: string,
): Promise<readonly RecordedBlob[]> => {
  const folder = blobNames.predictions(model);
  const blobs: RecordedBlob[] = [];
  for await (const blob of store.list(folder)) {
    const [, day] =
      /^(\d{4}-\d{2}-\d{2})\/[^/]+\.jsonl$/.exec(blob.name.slice(folder.length)) ?? [];
    if (day !== undefined) blobs.push({ ...blob, day });
  }
  return blobs;
};

/** The blobs of answers of days before the first that is kept. @param first such as 2026-01-31 */
export const oldRecorded = async (
  store: BlobStore,
  model: string,
  first: string,
): Promise<readonly RecordedBlob[]> =>
  (await listRecorded(store, model)).filter(({ day }) => day < first);

/** Deletes blobs of recorded answers. */
export const dropRecorded = async (
  store: BlobStore,
  blobs: readonly RecordedBlob[],
): Promise<void> => {
  for (const { name } of blobs) await store.delete(name);
};
