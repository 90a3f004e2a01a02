import { NameInvalid } from "./errors.js";

/** The folders that a release has its blobs in; the list is closed, so that no manifest can point outside its release. */
export const PART_FOLDERS = ["output", "train_models", "identities"] as const;
export type PartFolder = (typeof PART_FOLDERS)[number];

/**
 * Where each known part of a release lies: what can be looked at as data, what makes the model, and, in a folder that a
 * role can be kept out of, who the people behind the pseudonyms are.
 */
const KNOWN = {
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
export type PartName = keyof typeof KNOWN;

/** The folder of a known part; undefined for any other. */
export const folderOf = (name: string): PartFolder | undefined =>
  Object.hasOwn(KNOWN, name) ? KNOWN[name as PartName] : undefined;

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

const MODEL = /^[a-z][a-z0-9_]{0,39}$/;
const VERSION = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/;

/** What {@link isDatasetName} asks of a name, in words. */
export const DATASET_RULE =
  "a plain file name of lower-case letters, digits, _, - and dots, at most 80 characters";

/** Whether a data set may have this name: that of a file which needs no quotes and cannot leave its folder. */
export const isDatasetName = (name: string): boolean =>
  /^[a-z0-9][a-z0-9_.-]{0,79}$/.test(name) && !name.includes("..");

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

const LETTERS = /^\p{L}[\p{L}\p{M}\p{Nd}_]*$/u;

/** Longest name in bytes of UTF-8. */
const NAME_BYTES = 128;

/**
 * Whether a feature, an answer, an entity or a field may have this name, from SQL to every protocol: a letter of any
 * script, then letters, digits and _, composed as NFC has it.
 */
export const isName = (name: string): boolean =>
  LETTERS.test(name) && name === name.normalize("NFC") && Buffer.byteLength(name) <= NAME_BYTES;

/** What {@link isName} asks for, as the end of a sentence. */
export const NAME_RULE =
  `a letter, then letters, digits and _, with composed accents (NFC), at most ${NAME_BYTES} bytes` as const;

/** First steps of the urls that the api answers by itself. */
const API_STEPS: ReadonlySet<string> = new Set([
  ...["v1", "v2", "models", "invocations", "ping", "health", "version"],
  ...["healthz", "readyz", "metrics", "docs", "openapi.json", ""],
]);

/** Whether a path of a model begins otherwise than the api's own urls, so that it hides none of them. */
export const isOwnPath = (path: string): boolean => {
  const [, first = ""] = path.split("/");
  return first !== ":id" && !API_STEPS.has(first);
};

/** Fields of answers, which no prediction and no feature may be called. */
export const ANSWER_FIELDS: readonly string[] = [
  "probabilidad",
  "version",
  "contribuciones",
  "pseudonym",
];

const dataset = (name: string): string => {
  if (isDatasetName(name)) return name;
  throw new NameInvalid({ kind: "data set", rule: DATASET_RULE });
};

const part = (name: string): string => {
  if (isPartName(name)) return name;
  throw new NameInvalid({ kind: "part", rule: "a plain file name such as model.json" });
};

const folder = (name: string): string => {
  if ((PART_FOLDERS as readonly string[]).includes(name)) return name;
  throw new NameInvalid({ kind: "folder", rule: `one of ${PART_FOLDERS.join(", ")}` });
};

const search = (id: string): string => {
  if (/^[0-9a-f]{16}$/.test(id)) return id;
  throw new NameInvalid({ kind: "search", rule: "16 hexadecimal digits" });
};

/** The names of all blobs. Every name is checked, so that none can leave its folder. */
export const blobNames = {
  input: (of: string, name: string) => `input/${model(of)}/${dataset(name)}`,
  part: (of: string, release: string, name: PartName) =>
    `${KNOWN[name]}/${model(of)}/${version(release)}/${name}`,
  /** Where a part lies that its manifest describes, known or not. */
  described: (
    of: string,
    release: string,
    at: { readonly folder: string; readonly name: string },
  ) => `${folder(at.folder)}/${model(of)}/${version(release)}/${part(at.name)}`,
  manifest: (of: string, release: string) =>
    `train_models/${model(of)}/${version(release)}/manifest.json`,
  search: (of: string, id: string) => `searches/${model(of)}/${search(id)}.jsonl`,
  releases: (of: string) => `train_models/${model(of)}/`,
  /** What all names start with that have a part or a manifest of a model. */
  folders: (of: string) => PART_FOLDERS.map((within) => `${within}/${model(of)}/`),
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
