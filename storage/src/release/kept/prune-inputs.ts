import type { BlobStore } from "../../blob/blob-store.js";
import { BlobChanged } from "../../errors/errors.js";
import { blobNames } from "../blob-names.js";
import type { PruneRules } from "../survey.js";
import { listKeptInputs, type LeftContent, type ListedKeptInput } from "./list-kept.js";
import { neededInputs, type NeededInputs } from "./needed-inputs.js";

/** The reason why a kept input stays or goes. */
export type InputReason = "needed" | "kept within the grace" | "unsure" | "unneeded" | "unfinished";

/** A kept input, or what an interrupted run left of one. */
export interface SurveyedInput {
  /** The SHA-256 of its content. */
  readonly content: string;
  /** The data set for which it was first kept; undefined where it has no record. */
  readonly dataset: string | undefined;
  readonly goes: boolean;
  readonly reason: InputReason;
  /** Its size in the store. */
  readonly bytes: number;
}

/**
 * Lists the kept inputs of a model, and whether {@link pruneInputs} would delete each. It deletes nothing.
 *
 * @param leaving versions that a prune would delete, whose inputs nobody needs then
 */
export const planPruneInputs = async (
  store: BlobStore,
  model: string,
  rules: Pick<PruneRules, "grace">,
  leaving: ReadonlySet<string>,
): Promise<SurveyedInput[]> =>
  (await judgeInputs(store, model, rules, leaving)).map(({ surveyed }) => surveyed);

/**
 * Deletes the kept inputs that no release needs, and what interrupted runs left. The grace protects the input of a run
 * that goes on. So does every later run with equal content, which writes the record again.
 *
 * @returns the result for each; those that `goes` marks were deleted
 */
export const pruneInputs = async (
  store: BlobStore,
  model: string,
  rules: Pick<PruneRules, "grace">,
): Promise<SurveyedInput[]> => {
  const result: SurveyedInput[] = [];
  for (const { surveyed, remove } of await judgeInputs(store, model, rules))
    result.push(surveyed.goes ? await removed(surveyed, remove) : surveyed);
  return result;
};

const removed = async (
  surveyed: SurveyedInput,
  remove: () => Promise<void>,
): Promise<SurveyedInput> => {
  try {
    await remove();
    return surveyed;
  } catch (error) {
    // A run has kept it again, or another prune has deleted it.
    if (!(error instanceof BlobChanged)) throw error;
    return { ...surveyed, goes: false, reason: "kept within the grace" };
  }
};

interface Judged {
  readonly surveyed: SurveyedInput;
  readonly remove: () => Promise<void>;
}

const judgeInputs = async (
  store: BlobStore,
  model: string,
  { grace }: Pick<PruneRules, "grace">,
  leaving?: ReadonlySet<string>,
): Promise<Judged[]> => {
  const now = (await store.now()).getTime();
  const { inputs, left } = await listKeptInputs(store, model);
  // After the listing, so that no release is published in between whose run was not seen.
  const needed = await neededInputs(store, model, leaving);
  const isRecent = ({ modified }: { readonly modified: Date }) => now - modified.getTime() < grace;
  return [
    ...inputs.map((input) => judgeInput(store, model, input, reasonOf(input, needed, isRecent))),
    ...left.map((content) => judgeLeft(store, model, content, isRecent(content))),
  ];
};

const reasonOf = (
  input: ListedKeptInput,
  { versions, unreadable }: NeededInputs,
  isRecent: (input: ListedKeptInput) => boolean,
): InputReason => {
  if (versions.has(input.kept.sha256)) return "needed";
  if (isRecent(input)) return "kept within the grace";
  return unreadable.length > 0 ? "unsure" : "unneeded";
};

const judgeInput = (
  store: BlobStore,
  model: string,
  { kept: { sha256, dataset, upload }, etag, stored }: ListedKeptInput,
  reason: InputReason,
): Judged => ({
  surveyed: { content: sha256, dataset, goes: reason === "unneeded", reason, bytes: stored },
  async remove() {
    await store.delete(blobNames.keptInput(model, sha256), etag);
    await store.delete(blobNames.keptContent(model, sha256, upload));
  },
});

const judgeLeft = (
  store: BlobStore,
  model: string,
  { name, bytes }: LeftContent,
  isRecent: boolean,
): Judged => ({
  surveyed: {
    content: name.slice(blobNames.keptInputs(model).length).slice(0, 64),
    dataset: undefined,
    goes: !isRecent,
    reason: isRecent ? "kept within the grace" : "unfinished",
    bytes,
  },
  remove: () => store.delete(name),
});
