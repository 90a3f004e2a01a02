import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

import type { Attack } from "../lib/attack.js";
import { besides, faredText } from "../lib/bystander.js";
import { connectTo, headOf } from "../lib/raw.js";
import { openSockets, residentBytes } from "../../load/lib/process.js";

const READERS = 64;

/** Answers that each reader asks for and does not read; together some hundred MB. */
const ANSWERS = 200;

const GRACE_SECONDS = 1;

/** In which all must be gone: the grace, a minute's share for what is left, and two looks. */
const PATIENCE_SECONDS = 12;

/** Connections of the honest caller, and one to the storage. */
const OTHERS = 3;

/** How a reader takes its answers: what it does with the socket, twice a second. */
const READERS_OF: Readonly<Record<string, (socket: Socket) => void>> = {
  "who never read": () => {},
  // A little at a time, so that something always moves.
  "who read 4 KB a second": (socket) => void socket.read(2 << 10),
};

/** Asks for much and does not read it. */
export const slowReaders: Attack = {
  tried: `${READERS} connections that ask for ${ANSWERS} large answers each and never read them, or read 4 KB a second`,
  aim: "a connection is still open after the deadline for reading, so that it holds memory and places for good",
  stopped:
    "a least rate of reading after a grace; the connection is reset and counted (`api/src/http/server/slow-readers.ts`)",
  async play({ open }, { short }) {
    const successes: string[] = [];
    const figures: string[] = [];
    const kinds = Object.entries(READERS_OF).slice(0, short ? 1 : undefined);
    for (const [name, read] of kinds) {
      const target = await open({ DESPLIEGA_REQUEST_TIMEOUT_SECONDS: `${GRACE_SECONDS}` });
      const before = await openSockets(target.child.pid!);
      const ask = headOf("GET /openapi.json").repeat(ANSWERS);
      const readers = Array.from({ length: short ? 8 : READERS }, () => {
        const socket = connectTo(target.url);
        socket.on("readable", () => {});
        socket.write(ask);
        return socket;
      });
      let [last, left] = [0, readers.length];
      const started = performance.now();
      const watch = async (): Promise<number> => {
        while (performance.now() - started < PATIENCE_SECONDS * 1_000) {
          for (const socket of readers) if (!socket.destroyed) read(socket);
          last = Math.max(last, await residentBytes(target.child.pid!));
          left = (await openSockets(target.child.pid!)) - before - OTHERS;
          if (left <= 0) return 0;
          await wait(500);
        }
        return left;
      };
      const [stayed, bystander] = await besides(target, watch);
      const seconds = ((performance.now() - started) / 1_000).toFixed(1);
      for (const socket of readers) socket.destroy();
      if (stayed > 0) successes.push(`readers ${name}: ${stayed} still there after ${seconds} s`);
      figures.push(
        `those ${name}: all gone after ${seconds} s, at most ${Math.round(last / 1e6)} MB, ${faredText(bystander)}`,
      );
    }
    return { tries: kinds.length * READERS, successes, figures: figures.join("; ") };
  },
};
