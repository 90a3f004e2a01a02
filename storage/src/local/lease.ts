import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";

import { z } from "zod";

import { isAlive } from "../process/is-alive.js";
import type { Claim } from "./claim.js";
import { ownPlace } from "./place.js";

/** The state of a keeper. Its clients get one line of JSON each time that it changes. */
export const KeeperStatus = z.object({
  nonce: z.string(),
  /** `claiming`: the keeper may still give way to another one. */
  state: z.enum(["claiming", "starting", "ready", "failed", "closing"]),
  /** Set when the store is ready. */
  connectionString: z.string().optional(),
  /** Set when the store has failed. */
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type KeeperStatus = z.infer<typeof KeeperStatus>;

/** A connection to a keeper, which runs its store as long as it has a connection. */
export interface Lease {
  /** The last status that the keeper sent. */
  status(): KeeperStatus;
  /** Whether neither end has closed it. */
  isOpen(): boolean;
  /** Resolves at the next status, or when the connection is closed. */
  changed(): Promise<void>;
  /** Resolves when either end has closed the connection. */
  readonly closed: Promise<void>;
  /** Returns the lease, and waits for the keeper's end of the connection: the last client waits for the end of the store. */
  close(): Promise<void>;
}

/** Milliseconds to wait for a keeper's first status: its process may be busy or stopped. */
const FIRST_STATUS_MS = 5_000;

/** Milliseconds to wait for the end of a store. */
const END_MS = 30_000;

/**
 * Takes a lease from the keeper of a claim.
 *
 * @returns undefined when no keeper answers for the claim; `silent` when its process lives at this place and sends nothing
 */
export const openLease = async (claim: Claim): Promise<Lease | "silent" | undefined> => {
  const socket = connect({ port: claim.port, host: "127.0.0.1", allowHalfOpen: false });
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("error", () => {}); // `close` follows
  const statuses = statusesOf(socket);
  const opening = new AbortController();
  const late = wait(FIRST_STATUS_MS, "silent" as const, { signal: opening.signal }).catch(() => {});
  const first = await Promise.race([statuses.changed().then(() => statuses.last()), closed, late]);
  opening.abort();
  if (first === "silent" && claim.place === ownPlace() && isAlive(claim.pid)) {
    socket.destroy();
    return "silent";
  }
  if (first === undefined || first === "silent" || first.nonce !== claim.nonce) {
    socket.destroy();
    return undefined;
  }
  return {
    status: () => statuses.last()!,
    isOpen: () => !socket.closed,
    changed: () => Promise.race([statuses.changed(), closed]),
    closed,
    async close() {
      socket.end();
      const ending = new AbortController();
      await Promise.race([
        closed,
        wait(END_MS, undefined, { signal: ending.signal }).catch(() => {}),
      ]);
      ending.abort();
      socket.destroy();
    },
  };
};

const statusesOf = (socket: Socket) => {
  const lines = createInterface({ input: socket });
  let last: KeeperStatus | undefined;
  lines.on("line", (line) => {
    const status = KeeperStatus.safeParse(parsed(line));
    if (status.success) last = status.data;
    else socket.destroy();
  });
  lines.on("error", () => {}); // the socket's
  const changed = () => new Promise<void>((resolve) => lines.once("line", () => resolve()));
  return { last: () => last, changed };
};

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
