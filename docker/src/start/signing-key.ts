import { existsSync } from "node:fs";

import {
  keyFileSigner,
  listModels,
  publicKeyPem,
  signChampion,
  type BlobStore,
} from "@despliega/storage";
import { localSigningKey } from "@despliega/storage/local";

import { makeKeys, signingKey } from "./make-keys.js";
import type { LocalSettings } from "./settings.js";

/**
 * The environment with the key that signs the releases of the local store, which the first start makes, and with its public
 * part, which both apis check against. The start that makes the key signs what the store has already. For an account, and
 * where a key is set, nothing is made up.
 *
 * @throws `SETTING_INVALID` for a key that cannot be used
 */
export const withSigningKey = async (
  environment: NodeJS.ProcessEnv,
  { storage, directory }: LocalSettings,
  store: BlobStore,
): Promise<NodeJS.ProcessEnv> => {
  if (storage.account !== undefined || storage.signatures !== undefined) return environment;
  const file = localSigningKey(directory);
  const isNew = !existsSync(file);
  await makeKeys(file, signingKey);
  const signer = keyFileSigner(file);
  if (isNew)
    for (const model of await listModels(store))
      await signChampion({ ...store, signatures: { signer } }, model);
  return {
    ...environment,
    DESPLIEGA_SIGNING_KEY_FILE: file,
    DESPLIEGA_SIGNING_PUBLIC_KEYS: publicKeyPem(await signer.publicKey()),
  };
};
