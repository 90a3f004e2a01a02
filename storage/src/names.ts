import { NameInvalid } from "./errors.js";

/**
 * Where each part of a release lies: what can be looked at as data, what makes the model, and, in a folder that a role
 * can be kept out of, who the people behind the pseudonyms are.
 */
const FOLDERS = {
  "train_model.csv": "output",
  "features.csv": "output",
  "features.arrow": "output",
  "rejected.csv": "output",
  "identities.csv": "identities",
  "model.json": "train_models",
  "metrics.json": "train_models",
  "golden.json": "train_models",
  "report.html": "train_models",
} as const;

/** A part of a release; the list is closed, so that no manifest can point outside its release. */
export type PartName = keyof typeof FOLDERS;

/** The folders that a release has its blobs in. */
const RELEASE_FOLDERS = [...new Set(Object.values(FOLDERS))];

export const PART_NAMES = Object.keys(FOLDERS) as readonly PartName[];

const MODEL = /^[a-z][a-z0-9_]{0,39}$/;
const VERSION = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/;

export const isModelName = (name: string): boolean => MODEL.test(name);
export const isVersion = (version: string): boolean => VERSION.test(version);

const model = (name: string): string => {
  if (isModelName(name)) return name;
  throw new NameInvalid({ kind: "model", rule: "lower-case letters, digits and _, at most 40" });
};

const version = (name: string): string => {
  if (isVersion(name)) return name;
  throw new NameInvalid({ kind: "version", rule: "like 20260131T235959Z-0123abcd" });
};

const dataset = (name: string): string => {
  if (/^[a-z0-9][a-z0-9_.-]{0,79}$/.test(name) && !name.includes("..")) return name;
  throw new NameInvalid({ kind: "data set", rule: "a plain file name" });
};

const search = (id: string): string => {
  if (/^[0-9a-f]{16}$/.test(id)) return id;
  throw new NameInvalid({ kind: "search", rule: "16 hexadecimal digits" });
};

/** The names of all blobs. Every name is checked, so that none can leave its folder. */
export const blobNames = {
  input: (of: string, name: string) => `input/${model(of)}/${dataset(name)}`,
  part: (of: string, release: string, part: PartName) =>
    `${FOLDERS[part]}/${model(of)}/${version(release)}/${part}`,
  manifest: (of: string, release: string) =>
    `train_models/${model(of)}/${version(release)}/manifest.json`,
  search: (of: string, id: string) => `searches/${model(of)}/${search(id)}.jsonl`,
  releases: (of: string) => `train_models/${model(of)}/`,
  /** What all names start with that have a part or a manifest of a model. */
  folders: (of: string) => RELEASE_FOLDERS.map((folder) => `${folder}/${model(of)}/`),
  champion: (of: string) => `train_models/${model(of)}/champion.json`,
  ledger: (of: string) => `train_models/${model(of)}/ledger.jsonl`,
  pruning: (of: string) => `train_models/${model(of)}/prune.json`,
} as const;

/**
 * Makes a version: the second of its making, so that a listing reads well, and eight random hexadecimal digits, so
 * that two trainers in one second do not collide. Which version serves is the pointer's word, never the order.
 */
export const makeVersion = (now: Date, random: Uint8Array): string =>
  `${now.toISOString().replace(/[-:]|\.\d+/g, "")}-${Buffer.from(random.subarray(0, 4)).toString("hex")}`;
