import { openStore, type BlobStore } from "@despliega/storage";
import { localStorage } from "@despliega/storage/local";

import type { TrainerSettings } from "../pipeline/settings.js";

/**
 * Runs work with the blob store of the settings. Where they name no account it is the Azurite of `npm start`, started
 * for as long as the work needs it when none runs.
 */
export const withStore = async <T>(
  { storage, localDirectory }: TrainerSettings,
  work: (store: BlobStore) => Promise<T>,
): Promise<T> => {
  const { account } = storage;
  if (account !== undefined) return work(await opened(await openStore({ ...storage, account })));
  const local = await localStorage(localDirectory);
  try {
    const { connectionString } = local;
    return await work(await opened(await openStore({ ...storage, account: { connectionString } })));
  } finally {
    await local.close();
  }
};

const opened = async (store: BlobStore): Promise<BlobStore> => {
  await store.ensureContainer();
  return store;
};
