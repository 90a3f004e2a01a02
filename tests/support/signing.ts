import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import {
  keyFileSigner,
  keyIdOf,
  memoryBlobStore,
  publicKeyPem,
  type BlobStore,
  type PublicKeys,
  type Signer,
} from "@despliega/storage";

import { temporaryDirectory } from "./temporary.js";

/** A key that signs, in a file of its own. */
export interface SigningKey {
  readonly file: string;
  readonly signer: Signer;
  /** Its public part in PEM. */
  readonly publicPem: string;
  readonly trusted: PublicKeys;
  readonly id: string;
}

/** Makes a key. */
export const signingKey = async (namedCurve = "P-256"): Promise<SigningKey> => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve });
  const file = join(await temporaryDirectory(), "signing-key.pem");
  const pem = privateKey.export({ format: "pem", type: "pkcs8" });
  await writeFile(file, pem, { mode: 0o600 });
  const id = keyIdOf(publicKey);
  const trusted = new Map([[id, publicKey]]);
  return { file, signer: keyFileSigner(file), publicPem: publicKeyPem(publicKey), trusted, id };
};

/** A store that signs with a key and trusts it alone, over another one. */
export const signedStore = (
  { signer, trusted }: SigningKey,
  store: BlobStore = memoryBlobStore(),
): BlobStore => ({ ...store, signatures: { ...store.signatures, signer, trusted } });

/** The same over a store that has a name. */
export const namedStore = (
  key: SigningKey,
  name: string | undefined,
  store: BlobStore = memoryBlobStore(),
): BlobStore => signedStore(key, { ...store, signatures: { store: name } });
