import type { BlobStore } from "../../blob/blob-store.js";
import { BlobMissing, SignatureInvalid } from "../../errors/errors.js";
import { signatureOf, signatureProblem } from "../../signing/signature.js";
import { blobNames } from "../blob-names.js";

/** Names a manifest: that of a release, or of an edition of its features. */
export interface ManifestOf {
  readonly model: string;
  readonly version: string;
  readonly edition?: string | undefined;
}

/** Writes the signature of a manifest's bytes beside it, where the store has a signer. @throws `SIGNER_FAILED` */
export const signManifest = async (
  store: BlobStore,
  { model, version, edition }: ManifestOf,
  bytes: Uint8Array,
): Promise<void> => {
  const signer = store.signatures?.signer;
  if (signer === undefined) return;
  const signature = await signatureOf(signer, "despliega-manifest", bytes);
  const name = blobNames.signature(model, version, edition);
  await store.write(name, Buffer.from(`${signature}\n`));
};

/** Reads the signature of a manifest; undefined where it has none. */
export const readSignature = async (
  store: BlobStore,
  { model, version, edition }: ManifestOf,
): Promise<string | undefined> => {
  try {
    return (await store.read(blobNames.signature(model, version, edition))).bytes.toString();
  } catch (error) {
    if (error instanceof BlobMissing) return undefined;
    throw error;
  }
};

/** Checks the signature of a manifest, where the store says whose count. @throws `SIGNATURE_INVALID` */
export const requireSignedManifest = async (
  store: BlobStore,
  of: ManifestOf,
  bytes: Uint8Array,
): Promise<void> => {
  const trusted = store.signatures?.trusted;
  if (trusted === undefined) return;
  const signature = await readSignature(store, of);
  const problem = signatureProblem(trusted, "despliega-manifest", bytes, signature);
  const name = blobNames.manifest(of.model, of.version, of.edition);
  if (problem !== undefined) throw new SignatureInvalid({ name, problem });
};
