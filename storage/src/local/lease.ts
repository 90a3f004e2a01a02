import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";

import { z } from "zod";

import type { Claim } from "./claim.js";
import { ownPlace } from "./place.js";

/** What a keeper says to those who hold a lease, one line of JSON each time that it changes. */
export const Told = z.object({
  nonce: z.string(),
  /** `claiming` means that it may still give way to another keeper. */
  state: z.enum(["claiming", "starting", "ready", "failed", "closing"]),
  /** Of a store that is ready. */
  connectionString: z.string().optional(),
  /** Of a store that failed. */
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type Told = z.infer<typeof Told>;

/** A connection to a keeper, which keeps its store as long as anybody has one. */
export interface Lease {
  /** What the keeper said last. */
  told(): Told;
  /** Whether neither end has closed it. */
  isOpen(): boolean;
  /** Resolves when it has said something new, or the connection is closed. */
  changed(): Promise<void>;
  /** Resolves when the connection is closed, by whichever end. */
  readonly closed: Promise<void>;
  /** Gives the lease back, and waits until the keeper has noticed: the last one until its store has ended. */
  close(): Promise<void>;
}

/** Milliseconds that a keeper has to say its first line: its process may be busy, or stopped. */
const FIRST_LINE_MS = 5_000;

/** Milliseconds that the end of a store may take. */
const END_MS = 30_000;

/**
 * Takes a lease from whoever made a claim.
 *
 * @returns undefined when nobody holds the claim any more, `silent` when whoever listens there says nothing
 */
export const openLease = async (claim: Claim): Promise<Lease | "silent" | undefined> => {
  const socket = connect({ port: claim.port, host: "127.0.0.1", allowHalfOpen: false });
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("error", () => {}); // `close` follows
  const news = newsOf(socket);
  const opening = new AbortController();
  const late = wait(FIRST_LINE_MS, "silent" as const, { signal: opening.signal }).catch(() => {});
  const first = await Promise.race([news.changed().then(() => news.last()), closed, late]);
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
    told: () => news.last()!,
    isOpen: () => !socket.closed,
    changed: () => Promise.race([news.changed(), closed]),
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

const newsOf = (socket: Socket) => {
  const lines = createInterface({ input: socket });
  let last: Told | undefined;
  lines.on("line", (line) => {
    const told = Told.safeParse(parsed(line));
    if (told.success) last = told.data;
    else socket.destroy();
  });
  lines.on("error", () => {}); // of the socket
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

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
};
