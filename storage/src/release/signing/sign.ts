import type { BlobStore } from "../../blob/blob-store.js";
import { ChampionMissing, SignerMissing } from "../../errors/errors.js";
import { readChampion, writeChampion, type Champion, type Position } from "../champion.js";
import { signManifest, type ManifestOf } from "./manifest-signature.js";
import { withSignature } from "./pointer-signature.js";
import { readUnit, requireParts } from "./units.js";
import { findUnits } from "../version-blobs.js";

/**
 * Signs a release that is there already, with the editions of its features, after every hash in it was checked. Signatures
 * that it has are replaced.
 *
 * @returns what was signed
 * @throws `SIGNER_MISSING`, `BLOB_MISSING`, `RELEASE_INVALID`, `SIGNER_FAILED`
 */
export const signRelease = async (
  store: BlobStore,
  model: string,
  version: string,
): Promise<readonly ManifestOf[]> => {
  const found = [...(await findUnits(store, model)).values()].filter(
    (of) => of.version === version && of.edition !== undefined && of.published !== undefined,
  );
  const all = [undefined, ...found.map(({ edition }) => edition)];
  return signAll(
    unchecked(store),
    all.map((edition) => ({ model, version, edition })),
  );
};

/**
 * Signs the pointer of a model as it is, and what it names: its release and the one before, with their editions. It is for
 * a container whose releases are from before they were signed. The ledger keeps the moves so far unsigned.
 *
 * @returns what was signed beside the pointer
 * @throws `CHAMPION_MISSING`, `SIGNER_MISSING`, `BLOB_CHANGED` when the pointer has moved, and as {@link signRelease}
 */
export const signChampion = async (
  store: BlobStore,
  model: string,
): Promise<{ readonly champion: Champion; readonly signed: readonly ManifestOf[] }> => {
  const own = unchecked(store);
  const { champion, etag } = await readChampion(own, model);
  if (champion === undefined) throw new ChampionMissing({ model });
  const { previous } = champion;
  const named = [champion, ...(previous === null ? [] : [previous])].flatMap((at) =>
    manifestsOf(model, at),
  );
  const signed = await signAll(own, named);
  const now = await withSignature(own, "despliega-move", champion);
  await writeChampion(own, now, etag);
  return { champion: now, signed };
};

const manifestsOf = (model: string, { version, edition }: Position): ManifestOf[] => [
  { model, version },
  ...(edition === undefined ? [] : [{ model, version, edition: edition.name }]),
];

const signAll = async (
  store: BlobStore,
  manifests: readonly ManifestOf[],
): Promise<readonly ManifestOf[]> => {
  for (const of of manifests) {
    const unit = await readUnit(store, of);
    await requireParts(store, unit.manifest);
    await signManifest(store, of, unit.bytes);
  }
  return manifests;
};

/** The store with its signer, whatever signature is there now. @throws `SIGNER_MISSING` */
const unchecked = (store: BlobStore): BlobStore => {
  if (store.signatures?.signer === undefined) throw new SignerMissing({});
  return { ...store, signatures: { ...store.signatures, trusted: undefined } };
};
