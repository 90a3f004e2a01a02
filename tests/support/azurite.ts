import { randomBytes } from "node:crypto";

import { openStore, type BlobStore } from "@despliega/storage";

/** Names the environment variable that holds the connection string of the run's Azurite. */
export const AZURITE = "TEST_AZURITE";

/** The connection string of the Azurite that this test run shares. */
export const azuriteConnectionString = (): string => {
  const connectionString = process.env[AZURITE];
  if (connectionString === undefined) throw new Error("The test run has no Azurite");
  return connectionString;
};

/** A container name that no other test has. */
export const newContainer = (): string => `t${randomBytes(8).toString("hex")}`;

/** Where an Azure store of a test is; by default a new container in the run's Azurite. */
export interface AzuriteStoreOptions {
  readonly connectionString?: string;
  readonly container?: string;
  /** 20 by default. */
  readonly timeoutSeconds?: number;
}

/** An Azure store; its container may be missing. */
export const azuriteStoreOf = ({
  connectionString = azuriteConnectionString(),
  container = newContainer(),
  timeoutSeconds = 20,
}: AzuriteStoreOptions = {}): Promise<BlobStore> =>
  openStore({ account: { connectionString }, container, timeoutSeconds });

/** An Azure store in a container of its own. */
export const azuriteStore = async (options?: AzuriteStoreOptions): Promise<BlobStore> => {
  const store = await azuriteStoreOf(options);
  await store.ensureContainer();
  return store;
};
