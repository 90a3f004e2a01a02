import { createRequire } from "node:module";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { requireIntact } from "./require-intact.js";
import { saveBeforeAnswers, type Stateful } from "./save-before-answers.js";
import { AzuriteMissing } from "../errors/errors.js";

/** A running Azurite, Microsoft's emulator of Azure Storage. */
export interface Azurite {
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
  /** Port to listen on. Default: 0, which takes a free one. */
  readonly port?: number;
  /** Runs before each save; when it rejects, nothing is written. Default: every save is allowed. */
  readonly maySave?: () => Promise<void>;
}

// The account from Azurite's documentation. Its key is the same everywhere and protects nothing.
const ACCOUNT = "devstoreaccount1";
const KEY =
  "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

interface Server extends Stateful {
  start(): Promise<void>;
  close(): Promise<void>;
  getHttpServerAddress(): string;
}
type Constructor<Arguments extends unknown[], T> = new (...values: Arguments) => T;

// Azurite has no programming interface. These two modules are what its own command line uses. In this process it cannot
// outlive the process, and it starts no telemetry.
const load = () => {
  const require = createRequire(import.meta.url);
  try {
    return {
      Configuration: (
        require("azurite/dist/src/blob/BlobConfiguration.js") as {
          default: Constructor<unknown[], object>;
        }
      ).default,
      Server: (
        require("azurite/dist/src/blob/BlobServer.js") as { default: Constructor<[object], Server> }
      ).default,
    };
  } catch (cause) {
    throw new AzuriteMissing(undefined, { cause });
  }
};

/**
 * Starts Azurite's blob service in this process. Every write that it has answered is on disk and survives a kill.
 *
 * @throws `AZURITE_MISSING` when the package is not installed, `STORE_DAMAGED` when the files at the location are
 * damaged; they are left as they are
 */
export const startAzurite = async ({
  location,
  host = "127.0.0.1",
  port = 0,
  maySave = async () => {},
}: AzuriteOptions = {}): Promise<Azurite> => {
  const { Configuration, Server } = load();
  const directory = location ?? "";
  if (location !== undefined) {
    await mkdir(location, { recursive: true });
    await requireIntact(location);
  }
  const configuration = new Configuration(
    host,
    port,
    5, // seconds that an idle connection is kept
    join(directory, "blobs.json"),
    join(directory, "extents.json"),
    [{ locationId: "Default", locationPath: join(directory, "blobs"), maxConcurrency: 50 }],
    false, // access log
    undefined,
    false, // debug log
    undefined,
    false, // loose
    true, // accept newer versions of the protocol: the SDK uses one that Azurite does not know yet
    "", // certificate, key, password
    "",
    "",
    undefined, // OAuth
    false,
    location === undefined,
  );
  const server = new Server(configuration);
  await server.start();
  const save = location === undefined ? undefined : saveBeforeAnswers(server, maySave);
  const endpoint = `${server.getHttpServerAddress()}/${ACCOUNT}`;
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${endpoint};`,
    async close() {
      await server.close();
      await save?.();
    },
  };
};
