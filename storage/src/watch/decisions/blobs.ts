import type { BlobStore, ListedBlob } from "../../blob/blob-store.js";
import { BlobMissing } from "../../errors/errors.js";
import { blobNames } from "../../release/blob-names.js";

/** A blob of decisions. */
export interface DecisionBlob extends ListedBlob {
  /** The day of its lines in UTC, such as 2026-01-31. */
  readonly day: string;
}

/** Lists the blobs of a model's decisions, by day. @param prefix of names within the folder of the decisions */
export const listDecisionBlobs = async (
  store: BlobStore,
  model: string,
  prefix = "",
): Promise<readonly DecisionBlob[]> => {
  const folder = blobNames.decisions(model);
  const blobs: DecisionBlob[] = [];
  for await (const blob of store.list(folder + prefix)) {
    const [, day] =
      /^(\d{4}-\d{2}-\d{2})\/[^/]+\.jsonl$/.exec(blob.name.slice(folder.length)) ?? [];
    if (day !== undefined) blobs.push({ ...blob, day });
  }
  return blobs;
};

/**
 * The name of what takes the place of a blob when lines of it are erased. Lines stay below the name of their process.
 *
 * @param writing unlike that of every other rewrite
 */
export const rewrittenName = (name: string, writing: string): string =>
  `${stemOf(name)}${REWRITTEN}${writing}.jsonl`;

const REWRITTEN = "-e";
const stemOf = (name: string): string => name.replace(/(?:-e[0-9a-f]+)?\.jsonl$/, "");

/** The lines of a blob that hold one of some texts; an erasure that moves the blob meanwhile loses none. */
export const linesWith = async (
  store: BlobStore,
  model: string,
  { name }: Pick<DecisionBlob, "name">,
  texts: readonly string[],
): Promise<readonly string[]> => {
  try {
    const { bytes } = await store.read(name);
    return linesIn(bytes, texts);
  } catch (error) {
    if (!(error instanceof BlobMissing)) throw error;
    const moved = await listDecisionBlobs(
      store,
      model,
      stemOf(name).slice(blobNames.decisions(model).length) + REWRITTEN,
    );
    const lines: string[] = [];
    for (const blob of moved) lines.push(...linesIn((await store.read(blob.name)).bytes, texts));
    return lines;
  }
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
