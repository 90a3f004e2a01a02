import type { BlobStore } from "../../blob/blob-store.js";
import { blobNames } from "../blob-names.js";
import { readKeptInput, type ReadKeptInput } from "./kept-input.js";

/** A kept input in a listing. */
export interface ListedKeptInput extends ReadKeptInput {
  /** The size of its compressed content; 0 where that is missing. */
  readonly stored: number;
  /** The time when it was last kept, by the store's clock. */
  readonly modified: Date;
}

/** A content without a record, which an interrupted run or prune left. */
export interface LeftContent {
  readonly name: string;
  readonly bytes: number;
  readonly modified: Date;
}

/** The kept inputs of a model, newest first, and what was left of others. */
export interface KeptInputs {
  readonly inputs: readonly ListedKeptInput[];
  readonly left: readonly LeftContent[];
}

/** Lists the kept inputs of a model. @throws `RELEASE_INVALID` for a damaged record */
export const listKeptInputs = async (store: BlobStore, model: string): Promise<KeptInputs> => {
  const prefix = blobNames.keptInputs(model);
  const contents: string[] = [];
  for await (const { name } of store.list(prefix)) {
    const [, content] = /^([0-9a-f]{64})\.json$/.exec(name.slice(prefix.length)) ?? [];
    if (content !== undefined) contents.push(content);
  }
  const records = new Map<string, ReadKeptInput>();
  for (const content of contents) {
    const found = await readKeptInput(store, model, content);
    if (found !== undefined) records.set(content, found);
  }
  // After the etags: who writes a record after this has another etag, and who wrote before is seen here.
  const blobs = new Map<string, LeftContent>();
  for await (const blob of store.list(prefix)) blobs.set(blob.name, blob);
  const inputs = [...records].flatMap(([content, found]) => {
    const record = blobs.get(blobNames.keptInput(model, content));
    if (record === undefined) return [];
    const name = blobNames.keptContent(model, content, found.kept.upload);
    const stored = blobs.get(name)?.bytes ?? 0;
    blobs.delete(name);
    return [{ ...found, stored, modified: record.modified }];
  });
  // A record that was written meanwhile was not read, and may name its content.
  const left = [...blobs.values()].filter(({ name }) => {
    const [, content] = /^([0-9a-f]{64})-[0-9a-f]{8}\.gz$/.exec(name.slice(prefix.length)) ?? [];
    if (content === undefined) return false;
    return records.has(content) || !blobs.has(blobNames.keptInput(model, content));
  });
  return { inputs: inputs.toSorted(newestFirst), left };
};

const newestFirst = ({ kept: a }: ListedKeptInput, { kept: b }: ListedKeptInput): number =>
  a.at === b.at ? (a.sha256 < b.sha256 ? -1 : 1) : a.at < b.at ? 1 : -1;
