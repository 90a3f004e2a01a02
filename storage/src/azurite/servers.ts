import { createRequire } from "node:module";
import { join } from "node:path";

import { AzuriteMissing } from "../errors/errors.js";
import type { Database, Stateful } from "./save-before-answers.js";

/** One service of Azurite. */
export interface Server extends Pick<Stateful, "httpServer"> {
  /** Its databases, those first that must be saved first. */
  readonly databases: readonly Database[];
  start(): Promise<void>;
  close(): Promise<void>;
  /** Its url, without an account. */
  url(): string;
}

/** Where a service keeps its data, undefined for memory, and where it listens. */
export interface ServerOptions {
  readonly location: string | undefined;
  readonly host: string;
  readonly port: number;
}

interface AzuriteServer extends Pick<Server, "httpServer" | "start" | "close"> {
  readonly metadataStore: { readonly db: Database };
  readonly extentMetadataStore?: { readonly db: Database };
  getHttpServerAddress(): string;
}
type Constructor<Arguments extends unknown[], T> = new (...values: Arguments) => T;

/** A module of Azurite, which exports one class. */
interface Module<Arguments extends unknown[], T> {
  readonly default: Constructor<Arguments, T>;
}
type Configuration = Module<unknown[], object>;
type ServerModule = Module<[object], AzuriteServer>;

// Azurite has no programming interface. These modules are what its own command line uses. In this process it cannot
// outlive the process, and it starts no telemetry.
const require = createRequire(import.meta.url);
const blobModules = () => ({
  Configuration: (require("azurite/dist/src/blob/BlobConfiguration.js") as Configuration).default,
  Server: (require("azurite/dist/src/blob/BlobServer.js") as ServerModule).default,
});
const tableModules = () => ({
  Configuration: (require("azurite/dist/src/table/TableConfiguration.js") as Configuration).default,
  Server: (require("azurite/dist/src/table/TableServer.js") as ServerModule).default,
});

const installed = <T>(load: () => T): T => {
  try {
    return load();
  } catch (cause) {
    throw new AzuriteMissing(undefined, { cause });
  }
};

// Seconds that an idle connection is kept.
const IDLE = 5;

/** What both configurations end with. */
const shared = (location: string | undefined): readonly unknown[] => [
  false, // loose
  true, // accept newer versions of the protocol: the SDK uses one that Azurite does not know yet
  "", // certificate, key, password
  "",
  "",
  undefined, // OAuth
  false,
  location === undefined,
];

/** Makes the blob service; nothing listens yet. @throws `AZURITE_MISSING` */
export const blobServer = ({ location, host, port }: ServerOptions): Server => {
  const { Configuration, Server } = installed(blobModules);
  const directory = location ?? "";
  const server = new Server(
    new Configuration(
      host,
      port,
      IDLE,
      join(directory, "blobs.json"),
      join(directory, "extents.json"),
      [{ locationId: "Default", locationPath: join(directory, "blobs"), maxConcurrency: 50 }],
      false, // access log
      undefined,
      false, // debug log
      undefined,
      ...shared(location),
    ),
  );
  // The places of the bytes are saved first: a missing name does no harm.
  return serverOf(server, [server.extentMetadataStore!.db, server.metadataStore.db]);
};

/** Makes the table service; nothing listens yet. @throws `AZURITE_MISSING` */
export const tableServer = ({ location, host, port }: ServerOptions): Server => {
  const { Configuration, Server } = installed(tableModules);
  const server = new Server(
    new Configuration(
      host,
      port,
      IDLE,
      join(location ?? "", "tables.json"),
      false, // debug log
      false, // access log
      undefined,
      undefined,
      ...shared(location),
    ),
  );
  return serverOf(server, [server.metadataStore.db]);
};

const serverOf = (server: AzuriteServer, databases: readonly Database[]): Server => ({
  httpServer: server.httpServer,
  databases,
  start: () => server.start(),
  close: () => server.close(),
  url: () => server.getHttpServerAddress(),
});
