import type { BlobStore } from "../blob/blob-store.js";
import { BlobChanged } from "../errors/errors.js";
import { blobNames } from "./blob-names.js";
import { MOST_TRIES, untilUnchanged } from "../blob/until-unchanged.js";
import { writeChampion } from "./champion.js";
import { readPruning, writePruning } from "./pruning.js";
import { survey, type PruneRules, type SurveyedVersion } from "./survey.js";
import { unitOf } from "./unit.js";
import { listVersionBlobs, type VersionBlob } from "./version-blobs.js";

/**
 * Lists the versions of a model, newest first, each before its editions, and whether {@link prune} would delete them. It
 * deletes nothing.
 *
 * @throws `RELEASE_INVALID` when the pointer, the ledger or the state of another prune is damaged
 */
export const planPrune = async (
  store: BlobStore,
  model: string,
  rules: PruneRules,
): Promise<SurveyedVersion[]> => {
  const { pruning } = await readPruning(store, model);
  const condemned = pruning?.phase === "condemned" ? pruning.versions : [];
  const { versions } = await survey(store, model, rules);
  return versions.map((of) =>
    isOf(condemned, of) ? { ...of, goes: true, reason: "half deleted" } : of,
  );
};

/**
 * Deletes old releases, old editions of the features of those that stay, and the blobs of interrupted runs.
 *
 * The pointer can never name an incomplete release, because of this order:
 *
 * 1. The versions and editions are claimed in `prune.json`.
 * 2. The decision is made again, and the pointer is written unchanged under its etag. A promotion that read the pointer
 *    before the claim then fails, and a later promotion reads the claim before it moves the pointer.
 * 3. The versions are condemned, under the etag of the claim.
 * 4. Their blobs are deleted, manifests first.
 * 5. `prune.json` is deleted when none of their blobs is left. The next prune completes an interrupted one.
 *
 * @returns the result per version and edition, in the order of {@link planPrune}; the versions that `goes` marks were deleted
 * @throws `BLOB_CHANGED` when another prune or a promotion of one of the versions was faster, and nothing was deleted;
 * `RELEASE_INVALID` as {@link planPrune}
 */
export const prune = async (
  store: BlobStore,
  model: string,
  rules: PruneRules,
): Promise<SurveyedVersion[]> => {
  const plan = await planPrune(store, model, rules);
  await finishPrune(store, model);
  const claimed = plan.filter(({ goes, reason }) => goes && reason !== "half deleted");
  if (claimed.length === 0) return plan;

  const { etag } = await readPruning(store, model);
  const claim = await writePruning(
    store,
    model,
    { phase: "claimed", versions: names(claimed) },
    etag,
  );
  const decided = await decideAgain(store, model, rules);
  const result = plan.map((of) => (claimed.includes(of) ? (decided.get(nameOf(of)) ?? of) : of));
  const condemned = result.filter(({ goes, reason }) => goes && reason !== "half deleted");
  await writePruning(store, model, { phase: "condemned", versions: names(condemned) }, claim);
  await finishPrune(store, model);
  return result;
};

const nameOf = ({ version, edition }: SurveyedVersion): string => unitOf(version, edition);

const names = (versions: readonly SurveyedVersion[]): string[] => versions.map(nameOf);

const decideAgain = (
  store: BlobStore,
  model: string,
  rules: PruneRules,
): Promise<ReadonlyMap<string, SurveyedVersion>> =>
  untilUnchanged(async () => {
    const { pointer, versions } = await survey(store, model, rules);
    // Without a champion no version with a manifest is deleted, and a version without one cannot be promoted.
    if (pointer.champion !== undefined) await writeChampion(store, pointer.champion, pointer.etag);
    return new Map(versions.map((of) => [nameOf(of), of]));
  });

/** Deletes the condemned versions and editions. */
const finishPrune = async (store: BlobStore, model: string): Promise<void> => {
  const { pruning, etag } = await readPruning(store, model);
  if (etag === null || pruning?.phase !== "condemned") return;
  for (let rounds = 1; ; rounds++) {
    const blobs: VersionBlob[] = [];
    for await (const blob of listVersionBlobs(store, model))
      if (isOf(pruning.versions, blob)) blobs.push(blob);
    // A run that is still publishing may have written more blobs.
    if (blobs.length === 0) break;
    if (rounds === MOST_TRIES) throw new BlobChanged({ name: blobs[0]!.name });
    for (const { name } of blobs.filter(({ manifest }) => manifest)) await store.delete(name);
    for (const { name } of blobs.filter(({ manifest }) => !manifest)) await store.delete(name);
  }
  try {
    await store.delete(blobNames.pruning(model), etag);
  } catch (error) {
    // Another prune has completed this one, and has started another.
    if (!(error instanceof BlobChanged)) throw error;
  }
};

const isOf = (
  units: readonly string[],
  { version, edition }: Pick<VersionBlob, "version" | "edition">,
): boolean => units.includes(version) || units.includes(unitOf(version, edition));
