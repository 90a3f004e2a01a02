import { openStore, type BlobStore } from "@despliega/storage";

/** A store, and the settings that lead an api there. */
export interface LoadStorage {
  readonly store: BlobStore;
  readonly settings: NodeJS.ProcessEnv;
}

/** A new container of an account. */
export const newLoadStorage = async (
  connectionString: string,
  container: string,
): Promise<LoadStorage> => {
  const store = await openStore({ account: { connectionString }, container, timeoutSeconds: 20 });
  await store.ensureContainer();
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: connectionString,
    DESPLIEGA_CONTAINER_NAME: container,
  };
  return { store, settings };
};
