import type { Server } from "node:http";
import type { Socket } from "node:net";

/** How long a caller may take to receive an answer. */
export interface SlowReadersOptions {
  /** Time that any answer may take. */
  readonly graceSeconds: number;
  /** Called when a connection was ended. */
  readonly ended: () => void;
}

/** Bytes of an answer that a caller must take in a second, beyond the grace. */
const LEAST_RATE = 64 << 10;

const EVERY_MS = 1_000;

/** An answer of which something is not sent. */
interface Stuck {
  readonly since: number;
  /** Bytes that the connection had sent then. */
  readonly sent: number;
  readonly left: number;
}

/**
 * Ends connections whose callers do not read their answers, or read them so slowly that they would hold the memory of
 * an answer for long. Node.js tells of one that takes nothing; for the others, only connections that have something
 * unsent when they are looked at, once a second, cost anything.
 */
export const endSlowReaders = (
  server: Server,
  { graceSeconds, ended }: SlowReadersOptions,
): void => {
  const sockets = new Map<Socket, Stuck | undefined>();
  const end = (socket: Socket): void => {
    ended();
    socket.resetAndDestroy();
  };

  // Later than what answers a late request. A connection that rests between two requests has a time of its own.
  server.setTimeout((2 * graceSeconds + 2) * 1_000, (socket: Socket) => {
    if (socket.writableLength > 0) end(socket);
    else socket.destroy();
  });
  server.on("connection", (socket: Socket) => {
    sockets.set(socket, undefined);
    socket.once("close", () => sockets.delete(socket));
  });

  const isOver = ({ since, left }: Stuck, now: number): boolean =>
    now - since > (graceSeconds + left / LEAST_RATE) * 1_000;

  const look = (): void => {
    const now = performance.now();
    for (const [socket, stuck] of sockets) {
      const left = socket.writableLength;
      const sent = socket.bytesWritten - left;
      if (left === 0) sockets.set(socket, undefined);
      else if (stuck?.sent !== sent) sockets.set(socket, { since: now, sent, left });
      else if (isOver(stuck, now)) end(socket);
    }
  };
  const timer = setInterval(look, EVERY_MS).unref();
  server.once("close", () => clearInterval(timer));
};
