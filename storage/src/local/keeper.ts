// Keeps the local store of one directory for every command that uses it: a process of its own, so that none of them
// closes it under another. The lease of a command is a connection, which the system closes with the command however
// that ends; with the last one the store ends. Who started the keeper holds its standard input as a first lease.
import { randomBytes } from "node:crypto";
import { access, rm } from "node:fs/promises";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { startAzurite, type Azurite } from "../azurite/azurite.js";
import { DespliegaError } from "../errors/error.js";
import { claimOf, claimsIn } from "./claim.js";
import { heartbeat, type Heartbeat } from "./heartbeat.js";
import type { Told } from "./lease.js";
import { ownPlace } from "./place.js";
import { standingOf } from "./standing.js";

const directory = process.argv[2]!;
const nonce = randomBytes(8).toString("hex");
const leases = new Set<Socket>();
let told: Told = { nonce, state: "claiming" };
let claim: { readonly file: string; readonly heart: Heartbeat } | undefined;
let azurite: Azurite | undefined;
let starterGone = false;

const tell = (news: Omit<Told, "nonce">): void => {
  told = { nonce, ...news };
  for (const socket of leases) socket.write(`${JSON.stringify(told)}\n`);
};

/** Ends the store and then the process; those who wait for it see their connections closed when all is on disk. */
const end = async (): Promise<void> => {
  if (told.state === "closing") return;
  tell({ state: "closing" });
  await azurite?.close().catch(() => {});
  claim?.heart.stop();
  if (claim !== undefined) await rm(claim.file, { force: true });
  process.exit(0);
};

/** A store that starts is looked at again when it has started. */
const endIfUnused = (): void => {
  const unused = leases.size === 0 && starterGone;
  if (unused && told.state !== "starting") void end();
};

// Half open, so that who gives its lease back can wait for the end of the store.
const server = createServer({ allowHalfOpen: true }, (socket) => {
  leases.add(socket);
  const leave = (): void => {
    if (!leases.delete(socket)) return;
    endIfUnused();
    if (told.state !== "closing") socket.end();
  };
  socket.on("end", leave).on("close", leave).on("error", leave).resume();
  socket.write(`${JSON.stringify(told)}\n`);
});

/**
 * Makes a claim, and decides who of several keepers has the directory: each makes its claim before it looks for others,
 * so of two at least one sees the other. An owner stays; of those that only claim, the one with the largest nonce gives
 * way.
 */
const own = async (port: number): Promise<boolean> => {
  const made = claimOf(process.pid, port, ownPlace(), nonce);
  const file = join(directory, made.file);
  claim = { file, heart: heartbeat(file, () => process.exit(1)) };
  await claim.heart.start();
  for (;;) {
    let undecided = false;
    for (const other of await claimsIn(directory)) {
      if (other.nonce === nonce) continue;
      const standing = await standingOf(directory, other);
      if (standing === undefined) continue;
      const state = typeof standing === "object" ? standing.told().state : standing;
      if (typeof standing === "object") void standing.close();
      if (state !== "claiming" || other.nonce < nonce) return false;
      undecided = true;
    }
    if (!undecided) return true;
    await wait(20);
  }
};

process.stdin
  .on("error", () => {})
  .on("close", () => {
    starterGone = true;
    endIfUnused();
  });
process.stdin.resume();
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void end());

const keep = async (): Promise<void> => {
  try {
    if (!(await own((server.address() as AddressInfo).port))) return await end();
    if (told.state !== "claiming") return;
    tell({ state: "starting" });
    const { file, heart } = claim!;
    await heart.own();
    // Who was taken for dead and lives must not write over what its successor wrote.
    const maySave = () => access(file);
    azurite = await startAzurite({ location: join(directory, "azurite"), maySave });
    tell({ state: "ready", connectionString: azurite.connectionString });
  } catch (cause) {
    const known = cause instanceof DespliegaError;
    const error = known
      ? { code: cause.code, message: cause.message }
      : { code: "STORE_NOT_STARTED", message: `The local store in ${directory}: ${String(cause)}` };
    tell({ state: "failed", error });
  }
  endIfUnused();
};

server.listen(0, "127.0.0.1", () => void keep());
