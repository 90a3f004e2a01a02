import type { BlobStore } from "../../blob/blob-store.js";
import { SignatureInvalid } from "../../errors/errors.js";
import { canonicalBytes } from "../../signing/canonical.js";
import { signatureOf, signatureProblem, type SignedKind } from "../../signing/signature.js";

/** A pointer or a move, which holds its own signature. */
type Signable = Readonly<Record<string, unknown>> & { readonly signature?: string | undefined };

/** What the signature of a pointer is of: all of it but the signature. */
export const signedBytes = (pointer: Signable): Buffer =>
  canonicalBytes({ ...pointer, signature: undefined });

/** Adds the signature of the store's signer to a pointer; without one it stays unsigned. @throws `SIGNER_FAILED` */
export const withSignature = async <T extends Signable>(
  { signatures }: BlobStore,
  kind: SignedKind,
  pointer: T,
): Promise<T> =>
  signatures?.signer === undefined
    ? pointer
    : { ...pointer, signature: await signatureOf(signatures.signer, kind, signedBytes(pointer)) };

/** Checks the signature of a pointer, where the store says whose count. @throws `SIGNATURE_INVALID` */
export const requireSigned = (
  { signatures }: BlobStore,
  name: string,
  kind: SignedKind,
  pointer: Signable,
): void => {
  if (signatures?.trusted === undefined) return;
  const { signature } = pointer;
  const problem = signatureProblem(signatures.trusted, kind, signedBytes(pointer), signature);
  if (problem !== undefined) throw new SignatureInvalid({ name, problem });
};
