import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pg from "pg";

import { freePort } from "../local/start.js";
import { until } from "../support/until.js";

const isThere = (command: string): boolean => spawnSync(command, ["--version"]).error === undefined;

/** Whether this machine has what a server needs; `tests/database/install` makes it available. */
export const hasPostgres = (): boolean =>
  ["initdb", "postgres", "setpriv", "openssl"].every(isThere);

/** The role of the server's owner, which signs in without a password. */
export const OWNER = "owner";

/** A PostgreSQL of its own, on a free port of this machine. */
export interface Postgres {
  readonly port: number;
  /** File of the certificate that signs for `localhost`. */
  readonly certificate: string;
  /** Runs SQL as the owner of everything. */
  readonly sql: (text: string) => Promise<pg.QueryResult>;
  /** The url of a role of the database. */
  readonly url: (role: string, parameters?: string) => string;
  readonly stop: () => Promise<void>;
}

/** Nobody may be root and run PostgreSQL. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const AS_NOBODY = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
// The server ends with the process that started it, however that ends.
const own = (...command: string[]): string[] => [
  "--pdeathsig=INT",
  ...(isRoot ? AS_NOBODY : []),
  ...command,
];

/** Who may sign in how: the owner freely, others by their password, and with a token over TLS alone. */
const ACCESS = `
host all ${OWNER} 127.0.0.1/32 trust
hostssl all trainer all password
host all trainer all reject
host all all 127.0.0.1/32 scram-sha-256
`;

/** Makes a server with an empty database, whose session settings are far from those of a reader. */
export const startPostgres = async (): Promise<Postgres> => {
  const home = await mkdtemp(join(tmpdir(), "despliega-postgres-"));
  const owned = (path: string): string => {
    if (isRoot) chownSync(path, NOBODY, NOBODY);
    return path;
  };
  owned(home);
  const data = join(home, "data");
  const making = ["-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync"];
  execFileSync("setpriv", own("initdb", ...making, "--locale=C"), { cwd: home, stdio: "pipe" });
  const certificate = join(home, "server.crt");
  const key = join(home, "server.key");
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject];
  execFileSync("openssl", ["req", ...made, "-keyout", key, "-out", certificate], { stdio: "pipe" });
  chmodSync(owned(key), 0o600);
  owned(certificate);
  writeFileSync(join(data, "pg_hba.conf"), ACCESS);

  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const settings = {
      ...{ listen_addresses: "127.0.0.1", port, unix_socket_directories: "", fsync: "off" },
      ...{ ssl: "on", ssl_cert_file: certificate, ssl_key_file: key, jit: "off" },
      ...{ datestyle: "SQL, DMY", timezone: "Asia/Tokyo", extra_float_digits: -15 },
      ...{ intervalstyle: "sql_standard", bytea_output: "escape" },
    };
    const given = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const server = spawn("setpriv", own("postgres", "-D", data, ...given), {
      cwd: home,
      stdio: "ignore",
    });
    const exited = once(server, "exit");
    const stop = async (): Promise<void> => {
      server.kill("SIGINT");
      await exited;
      await rm(home, { recursive: true, force: true });
    };
    if (await answers(server, port))
      return {
        port,
        certificate,
        sql: (text) => asOwner(port, text),
        url: (role, parameters = "") =>
          `postgres://${role}@127.0.0.1:${port}/postgres${parameters}`,
        stop,
      };
    // Another process may have taken the port meanwhile.
    if (attempt === 3) {
      await stop();
      throw new Error("PostgreSQL does not start");
    }
  }
};

const answers = (server: ChildProcess, port: number): Promise<boolean> =>
  until(async () => {
    if (server.exitCode !== null) return "ended";
    const answered = await asOwner(port, "SELECT").catch(() => undefined);
    return answered === undefined ? undefined : "runs";
  }, "PostgreSQL answers").then((state) => state === "runs");

const asOwner = async (port: number, text: string): Promise<pg.QueryResult> => {
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: OWNER,
    database: "postgres",
    ssl: false,
  });
  client.on("error", () => {});
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
};
