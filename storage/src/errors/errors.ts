import { defineError } from "./error.js";

/** A setting is missing or has a wrong value. */
export const SettingInvalid = defineError(
  "SETTING_INVALID",
  ({ name, problem }: { name: string; problem: string }) => `${name}: ${problem}`,
);

/** There is no blob of that name. */
export const BlobMissing = defineError(
  "BLOB_MISSING",
  ({ name }: { name: string }) => `There is no blob ${name}`,
);

/** There is no container of that name in the account. */
export const ContainerMissing = defineError(
  "CONTAINER_MISSING",
  ({ url }: { url: string }) =>
    `There is no container ${url}: make it, train a model with credentials that may, or check DESPLIEGA_CONTAINER_NAME`,
);

/** A blob that may only be created exists already, and another writer made it. */
export const BlobExists = defineError(
  "BLOB_EXISTS",
  ({ name }: { name: string }) => `Blob ${name} exists already and is never overwritten`,
);

/** A blob has changed since it was read, because another writer was faster. */
export const BlobChanged = defineError(
  "BLOB_CHANGED",
  ({ name }: { name: string }) =>
    `Blob ${name} was changed by somebody else in the meantime; read it again and decide again`,
);

/** The account refuses a request, for a reason that its code names and that does not go away by itself. */
export const StoreRefused = defineError(
  "STORE_REFUSED",
  ({ url, name, answer, cure }: { url: string; name: string; answer: string; cure: string }) =>
    `${url} refuses ${name} (${answer}): ${cure}`,
);

/** The account does not answer, answers too late, or breaks off. */
export const StoreUnreachable = defineError(
  "STORE_UNREACHABLE",
  ({ url, name, problem }: { url: string; name: string; problem: string }) =>
    `${url} cannot be reached for ${name}: ${problem}`,
);

/** A model, version or part has a name that could point outside its folder. */
export const NameInvalid = defineError(
  "NAME_INVALID",
  ({ kind, rule }: { kind: string; rule: string }) => `That is not a ${kind}: it must be ${rule}`,
);

/** A model has no champion yet. */
export const ChampionMissing = defineError(
  "CHAMPION_MISSING",
  ({ model }: { model: string }) =>
    `Model ${model} has no champion: train it, or promote one of its releases`,
);

/** A champion has no predecessor for a rollback. */
export const PredecessorMissing = defineError(
  "PREDECESSOR_MISSING",
  ({ model }: { model: string }) => `Model ${model} has no earlier champion to go back to`,
);

/** A blob of a release differs from its manifest or pointer. */
export const ReleaseInvalid = defineError(
  "RELEASE_INVALID",
  ({ name, problem }: { name: string; problem: string }) => `${name} is not usable: ${problem}`,
);

/** A manifest or a pointer is not signed by somebody whose signature counts. */
export const SignatureInvalid = defineError(
  "SIGNATURE_INVALID",
  ({ name, problem }: { name: string; problem: string }) =>
    `${name} does not count: ${problem}. DESPLIEGA_SIGNING_PUBLIC_KEYS says whose signatures count: find out who wrote it; \`despliega sign\` signs what is right`,
);

/** A pointer is older than one that was seen before. */
export const PointerOlder = defineError(
  "POINTER_OLDER",
  ({ model, sequence, seen }: { model: string; sequence: number; seen: number }) =>
    `The pointer of ${model} is at move ${sequence}, and move ${seen} was seen before: somebody put an older one back`,
);

/** Something is to be signed, and no key is set that signs. */
export const SignerMissing = defineError(
  "SIGNER_MISSING",
  () =>
    "No key is set that signs: set DESPLIEGA_SIGNING_KEY_FILE or DESPLIEGA_SIGNING_KEY_VAULT_KEY",
);

/** The key that signs cannot be used. */
export const SignerFailed = defineError(
  "SIGNER_FAILED",
  ({ key, problem }: { key: string; problem: string }) => `The key ${key} cannot sign: ${problem}`,
);

/** A release does not reproduce the golden rows that its trainer recorded. */
export const GoldenMismatch = defineError(
  "GOLDEN_MISMATCH",
  ({ model, version, row }: { model: string; version: string; row: number }) =>
    `Release ${version} of ${model} answers golden row ${row} differently from its trainer`,
);

/** A release is less strict toward the people that it is about than it must be. */
export const ReleaseLessStrict = defineError(
  "RELEASE_LESS_STRICT",
  ({
    model,
    version,
    than,
    found,
    cure,
  }: {
    model: string;
    /** Undefined for one that is still to be made. */
    version?: string | undefined;
    than: string;
    found: readonly string[];
    cure: string;
  }) =>
    `${version === undefined ? "A release" : `Release ${version}`} of ${model} ${version === undefined ? "would be" : "is"} less strict than ${than}: it ${found.join(", and ")}; ${cure}`,
);

/** A release asks for more identities than stand for its promotion. */
export const ApprovalsMissing = defineError(
  "APPROVALS_MISSING",
  ({
    model,
    version,
    needed,
    have,
  }: {
    model: string;
    version: string;
    needed: number;
    have: readonly string[];
  }) =>
    `Release ${version} of ${model} needs ${needed} identities to become champion, and ${have.length} ` +
    `${have.length === 1 ? "stands" : "stand"} for it (${have.join(", ")}): let another one run \`despliega approve ${model} ${version} --why "…"\``,
);

/** A container has other bytes under a name of a release that is copied to it. */
export const ReleaseDiffers = defineError(
  "RELEASE_DIFFERS",
  ({ url, name }: { url: string; name: string }) =>
    `${url} has another ${name}, and nothing is overwritten: find out which is right, and delete the other one`,
);

/** A release is being deleted and can no longer be promoted. */
export const ReleasePruned = defineError(
  "RELEASE_PRUNED",
  ({ model, version }: { model: string; version: string }) =>
    `Release ${version} of ${model} is being deleted by prune: promote another release, or train again`,
);

/** Work without an account needs Azurite, which is not installed. */
export const AzuriteMissing = defineError(
  "AZURITE_MISSING",
  () =>
    "Without storage settings a local Azurite is used, and it is not installed: run `npm install`, or set AZURE_STORAGE_CONNECTION_STRING",
);

/** A model is run by onnxruntime, which is not installed. */
export const OnnxRuntimeMissing = defineError(
  "ONNX_RUNTIME_MISSING",
  () =>
    "The model is run by onnxruntime, which is not installed here: run `npm install --no-save --ignore-scripts " +
    "onnxruntime-node@1.30.0`, or use an image that is built with --target onnx",
);

/** A file or a standard stream cannot be written. */
export const OutputUnwritable = defineError(
  "OUTPUT_UNWRITABLE",
  ({ path, reason }: { path: string; reason: string }) =>
    `${path} cannot be written (${reason}): name another place`,
);

/** The files of the local store are damaged; they were not changed. */
export const StoreDamaged = defineError(
  "STORE_DAMAGED",
  ({ file, problem }: { file: string; problem: string }) =>
    `${file} ${problem}, so the local store is left as it is: put a copy back, or move its directory away to start over`,
);

/** The local store did not become ready. */
export const StoreNotStarted = defineError(
  "STORE_NOT_STARTED",
  ({ directory, problem }: { directory: string; problem: string }) =>
    `The local store in ${directory} ${problem}: try again, or name another place with DESPLIEGA_DIRECTORY`,
);

/** Another container or machine that shares the directory runs its store. */
export const StoreElsewhere = defineError(
  "STORE_ELSEWHERE",
  ({ directory }: { directory: string }) =>
    `The local store in ${directory} is in use by another container or machine: end what runs there, or name a directory of your own with DESPLIEGA_DIRECTORY`,
);

/** No decision that is kept has this id. */
export const DecisionUnknown = defineError(
  "DECISION_UNKNOWN",
  ({ id, models }: { id: string; models: readonly string[] }) =>
    `No decision ${id} is kept (models: ${models.join(", ") || "none"}): copy the whole id from the response, and check DESPLIEGA_PREDICTION_CONTAINER_NAME`,
);

/** A decision was erased, with all that was kept about its person. */
export const DecisionErased = defineError(
  "DECISION_ERASED",
  ({ id, at }: { id: string; at: string }) =>
    `Decision ${id} was erased at ${at}, and nothing else of it is kept: the audit records say who erased it and why`,
);

/** The private key of a decision is not set. */
export const DecisionKeyUnknown = defineError(
  "DECISION_KEY_UNKNOWN",
  ({ key, id }: { key: string; id: string }) =>
    `DESPLIEGA_DECISION_PRIVATE_KEYS has no key ${key}, for which decision ${id} is encrypted: add it again`,
);

/** A decision does not open with the key that it names. */
export const DecisionUnreadable = defineError(
  "DECISION_UNREADABLE",
  ({ key, id }: { key: string; id: string }) =>
    `Decision ${id} does not open with the key ${key}: the line was changed, or another key has that id now`,
);
