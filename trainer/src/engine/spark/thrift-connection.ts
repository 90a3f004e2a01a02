import { connect } from "node:net";

import { SessionLost } from "./session.js";
import { callMessage, messageReader, type SentField, type Struct } from "./thrift-values.js";

/** A connection to a Thrift server. */
export interface ThriftConnection {
  /**
   * Calls a function.
   *
   * @param patienceMs after which the server is taken for gone
   * @throws SessionLost when the connection ends before the answer
   */
  call(name: string, request: readonly SentField[], patienceMs: number): Promise<Struct>;
  close(): void;
}

/** A place that listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

interface Waiting {
  readonly resolve: (result: Struct) => void;
  readonly reject: (error: Error) => void;
}

/** Connects to a server of the binary protocol without SASL. @throws the error of the socket, or SessionLost */
export const connectThrift = async (
  { host, port }: Address,
  patienceMs: number,
): Promise<ThriftConnection> => {
  const socket = connect({ host, port, keepAlive: true, noDelay: true });
  const waiting = new Map<number, Waiting>();
  let lost: Error | undefined;
  const lose = (error: Error): void => {
    lost ??= error;
    for (const { reject } of waiting.values()) reject(lost);
    waiting.clear();
    socket.destroy();
  };
  const read = messageReader();
  socket.on("data", (chunk) => {
    try {
      for (const { id, result } of read(chunk)) {
        const call = waiting.get(id);
        waiting.delete(id);
        if (result === undefined) call?.reject(new SessionLost("it does not know the call"));
        else call?.resolve(result);
      }
    } catch (cause) {
      lose(new SessionLost("it sends no Thrift", { cause }));
    }
  });
  socket.on("close", () => lose(new SessionLost("the connection ended")));
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => {
      socket.destroy(new SessionLost("it does not answer"));
    }, patienceMs);
    socket.once("connect", resolve);
    socket.once("error", reject);
    socket.once("close", () => {
      clearTimeout(late);
    });
    socket.once("connect", () => {
      clearTimeout(late);
    });
  });
  socket.on("error", (cause) => lose(new SessionLost("the connection broke", { cause })));

  let calls = 0;
  return {
    call: (name, request, patience) =>
      new Promise((resolve, reject) => {
        if (lost !== undefined) {
          reject(lost);
          return;
        }
        const id = ++calls;
        const late = setTimeout(() => {
          lose(new SessionLost("it does not answer"));
        }, patience);
        waiting.set(id, {
          resolve(result) {
            clearTimeout(late);
            resolve(result);
          },
          reject(error) {
            clearTimeout(late);
            reject(error);
          },
        });
        socket.write(callMessage(name, id, request));
      }),
    close() {
      lose(new SessionLost("the connection is closed"));
    },
  };
};
