import { azureBlobStore, readStorageSettings, type BlobStore } from "@despliega/storage";
import { localStorage } from "@despliega/storage/local";

import type { Stop } from "./stop.js";

/** The store, and the environment in which trainer and api find the same one. */
export interface OpenedStorage {
  readonly store: BlobStore;
  readonly environment: NodeJS.ProcessEnv;
}

/** Opens the account that the settings name; without one, Azurite with its data under `.despliega/`. */
export const openLocalStorage = async (
  environment: NodeJS.ProcessEnv,
  stop: Stop,
): Promise<OpenedStorage> => {
  const settings = readStorageSettings(environment);
  if (settings.account !== undefined) {
    const store = azureBlobStore({ ...settings, account: settings.account });
    await store.ensureContainer();
    console.log(`Storage    ${store.url}`);
    return { store, environment };
  }
  const directory = environment["DESPLIEGA_DIRECTORY"] || ".despliega";
  const local = await localStorage(directory);
  await stop.add(() => local.close());
  const { connectionString } = local;
  const store = azureBlobStore({ ...settings, account: { connectionString } });
  await store.ensureContainer();
  console.log(
    `Storage    Azurite, ${local.started ? "started" : "already running"}, with its data in ${directory}/azurite`,
  );
  return {
    store,
    environment: { ...environment, AZURE_STORAGE_CONNECTION_STRING: connectionString },
  };
};
