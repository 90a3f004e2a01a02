import type { BlobStore, ListedBlob } from "../blob/blob-store.js";

/** A blob of lines of one day. */
export interface DayBlob extends ListedBlob {
  /** The day of its lines in UTC, such as 2026-01-31. */
  readonly day: string;
}

/** Lists the blobs of lines in a folder, by day. @param prefix of names within the folder. Default: all */
export const listDayBlobs = async (
  store: BlobStore,
  folder: string,
  prefix = "",
): Promise<readonly DayBlob[]> => {
  const blobs: DayBlob[] = [];
  for await (const blob of store.list(folder + prefix)) {
    const [, day] =
      /^(\d{4}-\d{2}-\d{2})\/[^/]+\.jsonl$/.exec(blob.name.slice(folder.length)) ?? [];
    if (day !== undefined) blobs.push({ ...blob, day });
  }
  return blobs;
};
