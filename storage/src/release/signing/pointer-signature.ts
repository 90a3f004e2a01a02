import type { BlobStore } from "../../blob/blob-store.js";
import { SignatureInvalid } from "../../errors/errors.js";
import { canonicalBytes } from "../../signing/canonical.js";
import { signatureOf, signatureProblem, type SignedKind } from "../../signing/signature.js";
import type { Signatures } from "../../signing/signatures.js";

/** A pointer or a move, which holds its own signature. */
type Signable = Readonly<Record<string, unknown>> & {
  readonly store?: string | undefined;
  readonly signature?: string | undefined;
};

/** What the signature of a pointer is of: all of it but the signature. */
export const signedBytes = (pointer: Signable): Buffer =>
  canonicalBytes({ ...pointer, signature: undefined });

/**
 * Adds the name of the store and the signature of its signer to a pointer; without a signer it stays as it is.
 *
 * @throws `SIGNER_FAILED`
 */
export const withSignature = async <T extends Signable>(
  { signatures: { signer, store } = {} }: BlobStore,
  kind: SignedKind,
  pointer: T,
): Promise<T> => {
  if (signer === undefined) return pointer;
  const named = store === undefined ? pointer : { ...pointer, store };
  return { ...named, signature: await signatureOf(signer, kind, signedBytes(named)) };
};

/** Checks the signature of a pointer, where the store says whose count. @throws `SIGNATURE_INVALID` */
export const requireSigned = (
  { signatures }: BlobStore,
  name: string,
  kind: SignedKind,
  pointer: Signable,
): void => {
  if (signatures?.trusted === undefined) return;
  const problem = pointerProblem(signatures, kind, pointer);
  if (problem !== undefined) throw new SignatureInvalid({ name, problem });
};

/**
 * Says why a pointer does not count in a store. One that names no store is from before stores were named, and counts.
 *
 * @returns undefined for one that does, and where the store does not say whose signatures count
 */
export const pointerProblem = (
  { trusted, store }: Signatures,
  kind: SignedKind,
  pointer: Signable,
): string | undefined =>
  trusted === undefined
    ? undefined
    : (signatureProblem(trusted, kind, signedBytes(pointer), pointer.signature) ??
      (isElsewhere(store, pointer)
        ? `it was signed for the store ${pointer.store}, and this is ${store}`
        : undefined));

/** Whether a pointer was signed for another store. */
export const isElsewhere = (store: string | undefined, pointer: Signable): boolean =>
  store !== undefined && pointer.store !== undefined && pointer.store !== store;
