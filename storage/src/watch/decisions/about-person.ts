import type { BlobStore } from "../../blob/blob-store.js";
import { linesWith, listDecisionBlobs } from "./blobs.js";
import { isKept, readDecisionLine, type KeptLine } from "./line.js";

/**
 * Finds every decision about a person, in the order of their times. It reads all decisions that are kept of the model.
 *
 * @param tags of the person, one for each key that ever named people
 * @param onBlob is called before each blob is read, with how many there are
 */
export const decisionsAbout = async (
  store: BlobStore,
  model: string,
  tags: readonly string[],
  onBlob: (blob: number, of: number) => void = () => {},
): Promise<readonly KeptLine[]> => {
  const blobs = await listDecisionBlobs(store, model);
  // A line may be kept twice, where the answer to its append was lost.
  const found = new Map<string, KeptLine>();
  for (const [i, blob] of blobs.entries()) {
    onBlob(i, blobs.length);
    for (const text of await linesWith(store, model, blob, tags)) {
      const line = readDecisionLine(text);
      if (line !== undefined && isKept(line) && isAbout(line, tags)) found.set(line.id, line);
    }
  }
  return [...found.values()].sort(
    (one, other) => compare(one.at, other.at) || compare(one.id, other.id),
  );
};

/** Whether a line is about a person with one of these tags. */
export const isAbout = ({ person }: KeptLine, tags: readonly string[]): boolean =>
  person !== undefined && tags.includes(person);

const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);
