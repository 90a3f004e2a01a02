import { generateKeyPairSync, sign } from "node:crypto";

import {
  keyIdOf,
  publicKeyPem,
  type BlobStore,
  type PublicKeys,
  type Signer,
} from "@despliega/storage";

/** A key that signs. */
export interface SigningKey {
  readonly signer: Signer;
  readonly trusted: PublicKeys;
  readonly id: string;
  readonly publicPem: string;
}

/** Makes a key. */
export const newKey = (): SigningKey => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = keyIdOf(publicKey);
  const signer: Signer = {
    publicKey: async () => publicKey,
    sign: async (bytes) => sign("sha256", bytes, { key: privateKey, dsaEncoding: "ieee-p1363" }),
  };
  return { signer, trusted: new Map([[id, publicKey]]), id, publicPem: publicKeyPem(publicKey) };
};

/** A store in which a key signs. @param name of the store in its signatures. Default: none */
export const signedStore = (
  { signer }: SigningKey,
  store: BlobStore,
  name?: string,
): BlobStore => ({ ...store, signatures: { signer, store: name } });
