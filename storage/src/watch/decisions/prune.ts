import type { BlobStore } from "../../blob/blob-store.js";
import { blobNames } from "../../release/blob-names.js";
import { listDecisionBlobs } from "./blobs.js";
import { listMarks } from "./marks.js";

/** Decisions that are older than they are kept. */
export interface OldDecisions {
  /** Everything that goes: lines, what people decided otherwise, and the marks of releases. */
  readonly blobs: readonly string[];
  /** Days with decisions among it. */
  readonly days: number;
  /** Of the lines. */
  readonly bytes: number;
}

const DAY_MS = 86_400_000;

/** The first day whose decisions are kept, such as 2026-01-31. @param days for which they are */
export const firstKeptDay = (now: Date, days: number): string =>
  new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);

/** Finds the decisions of days before the first that is kept. */
export const oldDecisions = async (
  store: BlobStore,
  model: string,
  first: string,
): Promise<OldDecisions> => {
  const lines = (await listDecisionBlobs(store, model)).filter(({ day }) => day < first);
  const others: string[] = [];
  for await (const { name, day } of listMarks(store, model)) if (day < first) others.push(name);
  const overrides = blobNames.overrides(model);
  for await (const { name } of store.list(overrides))
    if (name.slice(overrides.length) < first) others.push(name);
  return {
    blobs: [...lines.map(({ name }) => name), ...others],
    days: new Set(lines.map(({ day }) => day)).size,
    bytes: lines.reduce((sum, { bytes }) => sum + bytes, 0),
  };
};

/** Deletes old decisions. */
export const dropOldDecisions = async (
  store: BlobStore,
  { blobs }: Pick<OldDecisions, "blobs">,
): Promise<void> => {
  for (const name of blobs) await store.delete(name);
};
