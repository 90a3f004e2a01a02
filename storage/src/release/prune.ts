import type { BlobStore } from "../blob/blob-store.js";
import { BlobChanged } from "../errors/errors.js";
import { blobNames } from "./blob-names.js";
import { MOST_TRIES, untilUnchanged } from "../blob/until-unchanged.js";
import { writeChampion } from "./champion.js";
import { readPruning, writePruning } from "./pruning.js";
import { survey, type PruneRules, type SurveyedVersion } from "./survey.js";
import { listVersionBlobs, type VersionBlob } from "./version-blobs.js";

/**
 * Says of each version whether {@link prune} would delete it, newest first, and deletes nothing.
 *
 * @throws `RELEASE_INVALID` when pointer, ledger or the note of another prune is damaged
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
    condemned.includes(of.version) ? { ...of, goes: true, reason: "half deleted" } : of,
  );
};

/**
 * Deletes what runs that died left behind, and old releases.
 *
 * The pointer can never come to stand on a release that is not whole. The versions are claimed first. What was decided
 * is then decided again, and the pointer is written anew as it is, under its etag: nobody who read it before the claim
 * can move it any more, and whoever reads it afterwards sees the claim before moving it. Only then are the versions
 * condemned, under the claim's etag, and deleted, manifests first; the note that condemns them goes when nothing of
 * them is left. What a prune leaves undone when it dies, the next one does.
 *
 * @returns what became of each version, newest first; what `goes` was deleted
 * @throws `BLOB_CHANGED` when another prune came in between or one of the versions is being promoted, and nothing was
 * deleted; `RELEASE_INVALID` as {@link planPrune}
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
  const result = plan.map((of) => (claimed.includes(of) ? (decided.get(of.version) ?? of) : of));
  const condemned = result.filter(({ goes, reason }) => goes && reason !== "half deleted");
  await writePruning(store, model, { phase: "condemned", versions: names(condemned) }, claim);
  await finishPrune(store, model);
  return result;
};

const names = (versions: readonly SurveyedVersion[]): string[] =>
  versions.map(({ version }) => version);

const decideAgain = (
  store: BlobStore,
  model: string,
  rules: PruneRules,
): Promise<ReadonlyMap<string, SurveyedVersion>> =>
  untilUnchanged(async () => {
    const { pointer, versions } = await survey(store, model, rules);
    // Without a champion nothing that has a manifest goes, and nothing is promoted before it has one.
    if (pointer.champion !== undefined) await writeChampion(store, pointer.champion, pointer.etag);
    return new Map(versions.map((of) => [of.version, of]));
  });

/** Deletes what is condemned. */
const finishPrune = async (store: BlobStore, model: string): Promise<void> => {
  const { pruning, etag } = await readPruning(store, model);
  if (etag === null || pruning?.phase !== "condemned") return;
  for (let rounds = 1; ; rounds++) {
    const blobs: VersionBlob[] = [];
    for await (const blob of listVersionBlobs(store, model))
      if (pruning.versions.includes(blob.version)) blobs.push(blob);
    // A run that was still publishing may have written more meanwhile.
    if (blobs.length === 0) break;
    if (rounds === MOST_TRIES) throw new BlobChanged({ name: blobs[0]!.name });
    for (const { name } of blobs.filter(({ manifest }) => manifest)) await store.delete(name);
    for (const { name } of blobs.filter(({ manifest }) => !manifest)) await store.delete(name);
  }
  try {
    await store.delete(blobNames.pruning(model), etag);
  } catch (error) {
    // Another prune has finished the same, and is at something else already.
    if (!(error instanceof BlobChanged)) throw error;
  }
};
