import type { BlobStore, SeenBlob } from "@despliega/storage";

import { openAuditWriter, type AuditSubject } from "./audit.js";

/** Blobs that one line names: far below what one append may have. */
const LINE = 5_000;

/**
 * Keeps in the audit how far its blobs reach, with the hash of the last line of each. What is removed from their ends
 * later is found.
 *
 * @throws the store's error
 */
export const keepCheckpoint = async (
  store: BlobStore,
  blobs: readonly SeenBlob[],
  by: Pick<AuditSubject, "asked" | "now">,
): Promise<void> => {
  const folderOf = ({ blob }: SeenBlob) => blob.split("/")[0]!;
  for (const folder of new Set(blobs.map(folderOf))) {
    const of = blobs.filter((blob) => folderOf(blob) === folder);
    for (let from = 0; from < of.length; from += LINE) {
      const seen = of.slice(from, from + LINE);
      const audit = openAuditWriter(store, { model: folder, verb: "checkpoint", seen, ...by });
      await audit.write({ decision: "checkpoint", blobs: seen.length });
      await audit.end();
    }
  }
};
