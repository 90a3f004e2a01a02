import { createRequire } from "node:module";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { requireSound } from "./damage.js";
import { saveBeforeAnswers, type Saved } from "./durable.js";
import { AzuriteMissing } from "../errors/errors.js";

/** A running Azurite, Microsoft's emulator of Azure Storage. */
export interface Azurite {
  readonly connectionString: string;
  /** Stops it; what it holds is on disk afterwards. */
  close(): Promise<void>;
}

/** Where Azurite keeps its data and listens. */
export interface AzuriteOptions {
  /** Directory for the data; without it they are kept in memory and gone at the end. */
  readonly location?: string;
  /** Address to listen on; the default, 127.0.0.1, is reachable from this machine only. */
  readonly host?: string;
  /** Port to listen on; 0, the default, takes a free one. */
  readonly port?: number;
  /** Is awaited before each save; where it rejects, nothing is written. Default: every save may be. */
  readonly maySave?: () => Promise<void>;
}

// Azurite's documented account; its key protects nothing and is the same everywhere.
const ACCOUNT = "devstoreaccount1";
const KEY =
  "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

interface Server extends Saved {
  start(): Promise<void>;
  close(): Promise<void>;
  getHttpServerAddress(): string;
}
type Constructor<Arguments extends unknown[], T> = new (...values: Arguments) => T;

// Azurite has no programming interface; these two modules are what its own command line is made of. Running it
// in this process means that it can never outlive the process, and no telemetry is started.
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
 * Starts Azurite's blob service in this process. What it answered is on disk and outlives a process that is killed.
 *
 * @throws `AZURITE_MISSING` when the package is not installed, `STORE_DAMAGED` when what lies at the location cannot be
 * used; it is left as it is then
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
    await requireSound(location);
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
    true, // accept newer versions of the protocol, as the SDK speaks one that Azurite does not know yet
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
