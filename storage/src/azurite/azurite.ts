import { mkdir } from "node:fs/promises";

import { together } from "../process/together.js";
import { requireIntact } from "./require-intact.js";
import { saveBeforeAnswers } from "./save-before-answers.js";
import { blobServer, tableServer, type Server } from "./servers.js";

/** A running Azurite, Microsoft's emulator of Azure Storage. */
export interface Azurite {
  /** Names its blob service and its table service. */
  readonly connectionString: string;
  /** Stops it. Its data is on disk afterwards. */
  close(): Promise<void>;
}

/** Where Azurite keeps its data, and where it listens. */
export interface AzuriteOptions {
  /** Directory for the data. Default: the data stays in memory and is lost at the end. */
  readonly location?: string;
  /** Address to listen on. Default: 127.0.0.1, which only this machine reaches. */
  readonly host?: string;
  /** Port of the blob service. Default: 0, which takes a free one. */
  readonly port?: number;
  /** Port of the table service. Default: 0, which takes a free one. */
  readonly tablePort?: number;
  /** Runs before each save; when it rejects, nothing is written. Default: every save is allowed. */
  readonly maySave?: () => Promise<void>;
}

// The account from Azurite's documentation. Its key is the same everywhere and protects nothing.
const ACCOUNT = "devstoreaccount1";
const KEY =
  "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/**
 * Starts Azurite's blob and table service in this process. Every write that it has answered is on disk and survives a
 * kill.
 *
 * @throws `AZURITE_MISSING` when the package is not installed, `STORE_DAMAGED` when the files at the location are
 * damaged; they are left as they are
 */
export const startAzurite = async ({
  location,
  host = "127.0.0.1",
  port = 0,
  tablePort = 0,
  maySave = async () => {},
}: AzuriteOptions = {}): Promise<Azurite> => {
  const blobs = blobServer({ location, host, port });
  const tables = tableServer({ location, host, port: tablePort });
  if (location !== undefined) {
    await mkdir(location, { recursive: true });
    await requireIntact(location);
  }
  const closeBlobs = await started(blobs, location, maySave);
  let closeTables: () => Promise<void>;
  try {
    closeTables = await started(tables, location, maySave);
  } catch (error) {
    await closeBlobs();
    throw error;
  }
  const endpoints = `BlobEndpoint=${blobs.url()}/${ACCOUNT};TableEndpoint=${tables.url()}/${ACCOUNT}`;
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};${endpoints};`,
    async close() {
      await together(closeBlobs, closeTables);
    },
  };
};

/** Starts a service. @returns a function that stops it */
const started = async (
  server: Server,
  location: string | undefined,
  maySave: () => Promise<void>,
): Promise<() => Promise<void>> => {
  await server.start();
  const save = location === undefined ? undefined : saveBeforeAnswers(server, maySave);
  return async () => {
    await server.close();
    await save?.();
  };
};
