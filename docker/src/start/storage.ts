import { openStore, defineError, type BlobStore } from "@despliega/storage";
import { localStorage } from "@despliega/storage/local";

import { fail } from "./fail.js";
import type { LocalSettings } from "./settings.js";
import type { Stop } from "./stop.js";
import { say } from "./say.js";

/** The local store ended before its users. */
export const StorageLost = defineError<{ directory: string }>(
  "STORAGE_LOST",
  ({ directory }) => `The local store in ${directory} was ended from outside: start again`,
);

/** The store, and the environment in which trainer and api find the same one. */
export interface OpenedStorage {
  readonly store: BlobStore;
  readonly environment: NodeJS.ProcessEnv;
}

/** Opens the account that the settings name; without one, Azurite with its data under `.despliega/`. */
export const openLocalStorage = async (
  { storage, directory }: LocalSettings,
  environment: NodeJS.ProcessEnv,
  stop: Stop,
): Promise<OpenedStorage> => {
  const { account } = storage;
  if (account !== undefined) {
    const store = await openStore({ ...storage, account });
    await store.ensureContainer();
    say(`Storage    ${store.url}`);
    return { store, environment };
  }
  const local = await localStorage(directory);
  await stop.add(() => local.close());
  void local.lost.then(() => fail(new StorageLost({ directory }), stop));
  const { connectionString, started } = local;
  const store = await openStore({ ...storage, account: { connectionString } });
  await store.ensureContainer();
  const how = started ? "started" : "already running";
  say(`Storage    Azurite, ${how}, with its data in ${directory}/azurite`);
  return {
    store,
    environment: {
      // The first release of a model serves on this machine, without a second identity.
      DESPLIEGA_APPROVALS: "off",
      ...environment,
      AZURE_STORAGE_CONNECTION_STRING: connectionString,
    },
  };
};
