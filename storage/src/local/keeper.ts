// Runs the local store of one directory in a process of its own, so that no command closes it while another uses it. The
// lease of a command is a connection; the system closes it when the command ends, however it ends. The store ends with
// its last lease. The standard input of this process is the first lease, that of its starter.
import { randomBytes } from "node:crypto";
import { access, rm } from "node:fs/promises";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { startAzurite, type Azurite } from "../azurite/azurite.js";
import { DespliegaError } from "../errors/error.js";
import { claimOf, claimsIn } from "./claim.js";
import { heartbeat, type Heartbeat } from "./heartbeat.js";
import type { KeeperStatus } from "./lease.js";
import { keepFilesPrivate } from "../process/private-files.js";
import { ownPlace } from "./place.js";
import { standingOf } from "./standing.js";

keepFilesPrivate();
const directory = process.argv[2]!;
const nonce = randomBytes(8).toString("hex");
const leases = new Set<Socket>();
/** Connections whose client waits for the end of the store, or for another lease. */
const leaving = new Set<Socket>();
let status: KeeperStatus = { nonce, state: "claiming" };
let claim: { readonly file: string; readonly heart: Heartbeat } | undefined;
let azurite: Azurite | undefined;
let starterGone = false;

const announce = (next: Omit<KeeperStatus, "nonce">): void => {
  status = { nonce, ...next };
  for (const socket of leases) socket.write(`${JSON.stringify(status)}\n`);
};

/** Ends the store and then the process. Waiting clients see their connections close when all data is on disk. */
const end = async (): Promise<void> => {
  if (status.state === "closing") return;
  announce({ state: "closing" });
  await azurite?.close().catch(() => {});
  claim?.heart.stop();
  if (claim !== undefined) await rm(claim.file, { force: true });
  process.exit(0);
};

/** Ends the store when nobody uses it. A store that is starting is checked again when it has started. */
const endIfUnused = (): void => {
  const unused = leases.size === 0 && starterGone;
  if (unused && status.state !== "starting") void end();
};

/** Lets clients go that have returned their leases, unless the store is ending. */
const release = (): void => {
  if (status.state === "closing") return;
  for (const socket of leaving) socket.end();
  leaving.clear();
};

// Half open, so that a client that returns its lease can wait for the end of the store.
const server = createServer({ allowHalfOpen: true }, (socket) => {
  leases.add(socket);
  release();
  const leave = (): void => {
    if (!leases.delete(socket)) return;
    leaving.add(socket);
    endIfUnused();
    if (status.state !== "ready" || leases.size > 0) release();
  };
  socket.on("end", leave).on("close", leave).on("error", leave).resume();
  socket.write(`${JSON.stringify(status)}\n`);
});

/**
 * Claims the directory, and decides which of several keepers owns it. Each makes its claim before it looks for others, so
 * of two keepers at least one sees the other. An owner stays. Among keepers without an owner, the smallest nonce wins.
 *
 * @returns whether this keeper owns the directory
 */
const claimDirectory = async (port: number): Promise<boolean> => {
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
      const state = typeof standing === "object" ? standing.status().state : standing;
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
    if (!(await claimDirectory((server.address() as AddressInfo).port))) return await end();
    if (status.state !== "claiming") return;
    announce({ state: "starting" });
    const { file, heart } = claim!;
    await heart.own();
    // A keeper that was suspended and taken for dead must not overwrite what its successor wrote.
    const maySave = () => access(file);
    azurite = await startAzurite({ location: join(directory, "azurite"), maySave });
    announce({ state: "ready", connectionString: azurite.connectionString });
  } catch (cause) {
    const known = cause instanceof DespliegaError;
    const error = known
      ? { code: cause.code, message: cause.message }
      : { code: "STORE_NOT_STARTED", message: `The local store in ${directory}: ${String(cause)}` };
    announce({ state: "failed", error });
  }
  endIfUnused();
};

server.listen(0, "127.0.0.1", () => void keep());
