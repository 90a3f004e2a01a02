/** The folders of the blobs of a release. The list is closed, so that no manifest can point outside its release. */
export const PART_FOLDERS = ["output", "train_models", "identities"] as const;
export type PartFolder = (typeof PART_FOLDERS)[number];

/**
 * The folder of each known part: `output` for data, `train_models` for the model, and `identities` for the people behind
 * the pseudonyms, so that a role can be denied that folder.
 */
export const KNOWN_PARTS = {
  "train_model.csv": "output",
  "features.csv": "output",
  "features.arrow": "output",
  "unknown.json": "output",
  "rejected.csv": "output",
  "identities.csv": "identities",
  "model.json": "train_models",
  "model.onnx": "train_models",
  "metrics.json": "train_models",
  "golden.json": "train_models",
  "reference.json": "train_models",
  "report.html": "train_models",
  "features.sql": "train_models",
  "model.yaml": "train_models",
} as const satisfies Readonly<Record<string, PartFolder>>;

/** A part that this version reads or writes. Other parts of a release are ignored. */
export type PartName = keyof typeof KNOWN_PARTS;

const TRAIN_PART = /^train_model_\d{5}\.parquet$/;

/** The name of a Parquet part of the training table, counted from 0: names are in the order of the rows. */
export const trainPartName = (at: number): string =>
  `train_model_${String(at).padStart(5, "0")}.parquet`;

/** Whether a part is a Parquet part of the training table, which a large release has in place of `train_model.csv`. */
export const isTrainPart = (name: string): boolean => TRAIN_PART.test(name);

/** The folder of a known part. @returns undefined for any other part */
export const folderOf = (name: string): PartFolder | undefined => {
  if (isTrainPart(name)) return "output";
  return Object.hasOwn(KNOWN_PARTS, name) ? KNOWN_PARTS[name as PartName] : undefined;
};

/** Names of other files in the folders of releases and of exports. */
const RESERVED: ReadonlySet<string> = new Set([
  "manifest.json",
  "manifest.jws",
  "origin.json",
  "approvals.jsonl",
  "champion.json",
  "ledger.jsonl",
  "prune.json",
]);

const PART = /^[a-z][a-z0-9_]{0,59}\.[a-z][a-z0-9]{0,11}$/;

/** Whether a part may have this name: a plain file name of lower-case letters, digits and _, with one extension. */
export const isPartName = (name: string): boolean => PART.test(name) && !RESERVED.has(name);
