import { NameInvalid } from "../errors/errors.js";
import { isPartName, KNOWN_PARTS, PART_FOLDERS, type PartName } from "./part-names.js";
import { isVersion } from "./version.js";

const MODEL = /^[a-z][a-z0-9_]{0,39}$/;

/** The rule of {@link isDatasetName} in words. */
export const DATASET_RULE =
  "a plain file name of lower-case letters, digits, _, - and dots, at most 80 characters";

/** Whether a data set may have this name. It is a file name that needs no quotes and cannot leave its folder. */
export const isDatasetName = (name: string): boolean =>
  /^[a-z0-9][a-z0-9_.-]{0,79}$/.test(name) && !name.includes("..");

/** Whether a model may have this name. */
export const isModelName = (name: string): boolean => MODEL.test(name);

const model = (name: string): string => {
  if (isModelName(name)) return name;
  throw new NameInvalid({ kind: "model", rule: "lower-case letters, digits and _, at most 40" });
};

const version = (name: string): string => {
  if (isVersion(name)) return name;
  throw new NameInvalid({ kind: "version", rule: "like 20260131T235959Z-0123abcd" });
};

const within = (edition: string | undefined): string =>
  edition === undefined ? "" : `editions/${version(edition)}/`;

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

const sha256 = (digest: string): string => {
  if (/^[0-9a-f]{64}$/.test(digest)) return digest;
  throw new NameInvalid({ kind: "SHA-256", rule: "64 hexadecimal digits" });
};

const verdict = (id: string): string => {
  if (/^\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$/.test(id)) return id;
  throw new NameInvalid({ kind: "verdict", rule: "like 2026-01-31-0123abcd" });
};

const upload = (id: string): string => {
  if (/^[0-9a-f]{8}$/.test(id)) return id;
  throw new NameInvalid({ kind: "upload", rule: "8 hexadecimal digits" });
};

const day = (text: string): string => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  throw new NameInvalid({ kind: "day", rule: "like 2026-01-31" });
};

const answer = (id: string): string => {
  if (/^[0-9A-Za-z-]{1,80}(?:\.\d{1,9})?$/.test(id)) return id;
  throw new NameInvalid({ kind: "answer", rule: "the id that a response named" });
};

const search = (id: string): string => {
  if (/^[0-9a-f]{16}$/.test(id)) return id;
  throw new NameInvalid({ kind: "search", rule: "16 hexadecimal digits" });
};

/** The names of all blobs. Every component is checked, so that no name can leave its folder. @throws `NAME_INVALID` */
export const blobNames = {
  input: (of: string, name: string) => `input/${model(of)}/${dataset(name)}`,
  /** The prefix of all kept inputs of a model. */
  keptInputs: (of: string) => `input/${model(of)}/kept/`,
  /** The record of a kept input, by the SHA-256 of its content. */
  keptInput: (of: string, content: string) => `input/${model(of)}/kept/${sha256(content)}.json`,
  /** The compressed content of a kept input, by the upload that wrote it. */
  keptContent: (of: string, content: string, id: string) =>
    `input/${model(of)}/kept/${sha256(content)}-${upload(id)}.gz`,
  part: (of: string, release: string, name: PartName) =>
    `${KNOWN_PARTS[name]}/${model(of)}/${version(release)}/${name}`,
  /** An input or an output of `despliega score`. */
  batch: (of: string, name: string) => `batch/${model(of)}/${dataset(name)}`,
  /** The name of a part of a manifest, known to this version or not. */
  described: (
    of: string,
    release: string,
    at: { readonly folder: string; readonly name: string },
    edition?: string,
  ) => `${folder(at.folder)}/${model(of)}/${version(release)}/${within(edition)}${part(at.name)}`,
  /** The manifest of a release, or of an edition of its features. */
  manifest: (of: string, release: string, edition?: string) =>
    `train_models/${model(of)}/${version(release)}/${within(edition)}manifest.json`,
  /** The signature of a manifest. */
  signature: (of: string, release: string, edition?: string) =>
    `train_models/${model(of)}/${version(release)}/${within(edition)}manifest.jws`,
  origin: (of: string, release: string) =>
    `train_models/${model(of)}/${version(release)}/origin.json`,
  approvals: (of: string, release: string) =>
    `train_models/${model(of)}/${version(release)}/approvals.jsonl`,
  search: (of: string, id: string) => `searches/${model(of)}/${search(id)}.jsonl`,
  releases: (of: string) => `train_models/${model(of)}/`,
  /** The prefixes of all parts and manifests of a model. */
  folders: (of: string) => PART_FOLDERS.map((name) => `${name}/${model(of)}/`),
  /** The prefix of a day's recorded answers, of the form 2026-01-31; of all days without one. */
  predictions: (of: string, at = "") =>
    `predictions/${model(of)}/${at === "" ? "" : `${day(at)}/`}`,
  /** The prefix of a day's decisions, of the form 2026-01-31; of all that is kept of decisions without one. */
  decisions: (of: string, at = "") => `decisions/${model(of)}/${at === "" ? "" : `${day(at)}/`}`,
  /** The prefix of the marks that name releases with kept decisions. */
  decidingReleases: (of: string) => `decisions/${model(of)}/releases/`,
  /** The mark of a release that decided on a day, or of an edition of its features. */
  decidingRelease: (of: string, release: string, edition: string | undefined, at: string) =>
    `decisions/${model(of)}/releases/${version(release)}/${within(edition)}${day(at)}`,
  /** The claim of an erasure that goes on. */
  erasing: (of: string) => `decisions/${model(of)}/erasing.json`,
  /** The prefix of what people decided otherwise. */
  overrides: (of: string) => `decisions/${model(of)}/overrides/`,
  /** What people decided otherwise about one decision of a day. */
  override: (of: string, at: string, id: string) =>
    `decisions/${model(of)}/overrides/${day(at)}/${answer(id)}.jsonl`,
  champion: (of: string) => `train_models/${model(of)}/champion.json`,
  challenger: (of: string) => `train_models/${model(of)}/challenger.json`,
  /** The pointer to the newest verdict on a model. */
  verdict: (of: string) => `monitor/${model(of)}/newest.json`,
  /** What a verdict asks of the next training. */
  trainingRequest: (of: string) => `monitor/${model(of)}/training.json`,
  /** Outcomes by the SHA-256 of their content; the prefix of all of a model without one. */
  outcomes: (of: string, content = "") =>
    `outcomes/${model(of)}/${content === "" ? "" : `${sha256(content)}.jsonl`}`,
  /** The prefix of all documents of a model's verdicts. */
  monitorings: (of: string) => `monitor/${model(of)}/`,
  /** A document of a verdict. */
  monitoring: (of: string, id: string, name: "monitor.json" | "monitor.html") =>
    `monitor/${model(of)}/${verdict(id)}/${name}`,
  ledger: (of: string) => `train_models/${model(of)}/ledger.jsonl`,
  pruning: (of: string) => `train_models/${model(of)}/prune.json`,
} as const;
