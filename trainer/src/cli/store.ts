import { existsSync } from "node:fs";

import {
  keyFileSigner,
  openStore,
  type BlobStore,
  type Signatures,
  type StoreSettings,
} from "@despliega/storage";
import { localSigningKey, localStorage } from "@despliega/storage/local";

import type { TrainerSettings } from "../pipeline/settings.js";

/**
 * Runs work with the account of the settings. Where they name none it is the Azurite of `npm start`, started for as long
 * as the work needs it when none runs.
 */
export const withAccount = async <T>(
  { storage, localDirectory }: Pick<TrainerSettings, "storage" | "localDirectory">,
  work: (storage: StoreSettings) => Promise<T>,
): Promise<T> => {
  const { account } = storage;
  if (account !== undefined) return work({ ...storage, account });
  const local = await localStorage(localDirectory);
  try {
    const { connectionString } = local;
    const signatures = withLocalKey(storage.signatures, localDirectory);
    return await work({ ...storage, account: { connectionString }, signatures });
  } finally {
    await local.close();
  }
};

/** The key that `npm start` made signs in its own store, unless another one is set. */
const withLocalKey = (signatures: Signatures | undefined, directory: string): Signatures => {
  const file = localSigningKey(directory);
  const signer = signatures?.signer ?? (existsSync(file) ? keyFileSigner(file) : undefined);
  return { ...signatures, signer };
};

/** Runs work with the blob store of the settings and its account, which is that of {@link withAccount}. */
export const withStore = <T>(
  settings: Pick<TrainerSettings, "storage" | "localDirectory">,
  work: (store: BlobStore, storage: StoreSettings) => Promise<T>,
): Promise<T> =>
  withAccount(settings, async (storage) => {
    const store = await openStore(storage);
    await store.ensureContainer();
    return work(store, storage);
  });
