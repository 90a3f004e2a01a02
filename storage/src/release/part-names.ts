/** The folders that a release has its blobs in; the list is closed, so that no manifest can point outside its release. */
export const PART_FOLDERS = ["output", "train_models", "identities"] as const;
export type PartFolder = (typeof PART_FOLDERS)[number];

/**
 * Where each known part of a release lies: what can be looked at as data, what makes the model, and, in a folder that a
 * role can be kept out of, who the people behind the pseudonyms are.
 */
export const KNOWN_PARTS = {
  "train_model.csv": "output",
  "features.csv": "output",
  "features.arrow": "output",
  "rejected.csv": "output",
  "identities.csv": "identities",
  "model.json": "train_models",
  "metrics.json": "train_models",
  "golden.json": "train_models",
  "report.html": "train_models",
  "features.sql": "train_models",
  "model.yaml": "train_models",
} as const satisfies Readonly<Record<string, PartFolder>>;

/** A part that this version reads or writes; a release may have others, which are ignored. */
export type PartName = keyof typeof KNOWN_PARTS;

/** The folder of a known part; undefined for any other. */
export const folderOf = (name: string): PartFolder | undefined =>
  Object.hasOwn(KNOWN_PARTS, name) ? KNOWN_PARTS[name as PartName] : undefined;

/** Files beside the parts, and beside an exported release, that are no parts. */
const RESERVED: ReadonlySet<string> = new Set([
  "manifest.json",
  "champion.json",
  "ledger.jsonl",
  "prune.json",
]);

const PART = /^[a-z][a-z0-9_]{0,59}\.[a-z][a-z0-9]{0,11}$/;

/** Whether a part may have this name: a plain file name of lower-case letters, digits and _, with one extension. */
export const isPartName = (name: string): boolean => PART.test(name) && !RESERVED.has(name);
