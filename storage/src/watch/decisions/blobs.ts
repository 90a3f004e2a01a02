import type { BlobStore } from "../../blob/blob-store.js";
import { blobNames } from "../../release/blob-names.js";
import { listDayBlobs, type DayBlob } from "../day-blobs.js";
import { readLines, rewrittenPrefix } from "../rewritten-blob.js";

/** Lists the blobs of a model's decisions, by day. @param prefix of names within the folder of the decisions */
export const listDecisionBlobs = (
  store: BlobStore,
  model: string,
  prefix?: string,
): Promise<readonly DayBlob[]> => listDayBlobs(store, blobNames.decisions(model), prefix);

/** The lines of a blob that hold one of some texts; an erasure that moves the blob meanwhile loses none. */
export const linesWith = async (
  store: BlobStore,
  model: string,
  { name }: Pick<DayBlob, "name">,
  texts: readonly string[],
): Promise<readonly string[]> => {
  const found = await readLines(store, name);
  if (found !== undefined) return linesIn(found.bytes, texts);
  const folder = blobNames.decisions(model);
  const moved = await listDecisionBlobs(store, model, rewrittenPrefix(name).slice(folder.length));
  const lines: string[] = [];
  for (const blob of moved) lines.push(...linesIn((await store.read(blob.name)).bytes, texts));
  return lines;
};

const linesIn = (bytes: Buffer, texts: readonly string[]): readonly string[] => {
  const lines = new Map<number, string>();
  for (const text of texts)
    for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) {
      const start = at === 0 ? 0 : bytes.lastIndexOf("\n", at) + 1;
      const end = bytes.indexOf("\n", at);
      lines.set(start, bytes.toString("utf8", start, end === -1 ? bytes.length : end));
    }
  return [...lines].sort(([one], [other]) => one - other).map(([, line]) => line);
};
