import {
  loosened,
  loosenedSince,
  ReleaseLessStrict,
  requireDeclared,
  termsOf,
  trustedMoves,
  type BlobStore,
  type Champion,
  type DeclaredTerms,
  type Release,
} from "@despliega/storage";

/**
 * Checks that a release is as strict toward the people that it is about as the operator declares, and as its predecessor unless
 * somebody consented.
 *
 * @param served what answers for the model now. Default: nothing does, and the release before the pointer is the predecessor
 * @throws `RELEASE_LESS_STRICT`; the store's error
 */
export type CheckStrictness = (
  release: Release,
  champion: Champion,
  served?: Release,
) => Promise<void>;

/** Makes the check. */
export const strictnessCheck =
  (store: BlobStore, declared: DeclaredTerms): CheckStrictness =>
  async ({ manifest }, champion, served) => {
    const { model, version } = manifest;
    requireDeclared(model, manifest, declared);
    const { previous } = champion;
    const before = served?.manifest.version ?? previous?.version;
    if (before === undefined || before === version) return;
    const found =
      served === undefined
        ? await loosenedSince(store, manifest, previous)
        : loosened(termsOf(manifest), termsOf(served.manifest));
    if (found.length === 0 || (await isConsented(store, champion, before))) return;
    const than = `release ${before}`;
    throw new ReleaseLessStrict({ model, version, than, found, cure: CONSENT });
  };

/** Whether somebody consented in a move of the pointer since a release was the champion. */
const isConsented = async (
  store: BlobStore,
  champion: Champion,
  before: string,
): Promise<boolean> => {
  if (champion.relaxed !== undefined) return true;
  const moves = await trustedMoves(store, champion.model);
  const last = moves.findLastIndex(({ version }) => version === before);
  return moves.slice(last + 1).some(({ relaxed }) => relaxed !== undefined);
};

const CONSENT = 'promote one that is as strict, or this one with --accept-less-strict "why"';
