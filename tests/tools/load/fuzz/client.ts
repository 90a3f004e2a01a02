import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

import { ResponseReader, type WholeResponse } from "../lib/responses.js";
import type { FuzzRequest } from "./request.js";

/** What came back. */
export interface Outcome {
  readonly responses: readonly WholeResponse[];
  /** What went wrong; undefined when nothing did. */
  readonly fault: string | undefined;
}

// Far beyond any deadline of the api: such a wait would never end.
const HANG_MS = 30_000;

// Time in which a malformed request may be answered before its sender says that nothing more will come.
const LINGER_MS = 60;

/** Sends requests one after the other, over one connection as long as it lasts. */
export class FuzzClient {
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  async send(request: FuzzRequest): Promise<Outcome> {
    const reuse = request.right === "answered";
    const kept = this.#socket?.readable === true ? this.#socket : undefined;
    const socket = (reuse ? kept : undefined) ?? (await this.#open());
    const outcome = await exchange(socket, request);
    const last = outcome.responses.at(-1);
    if (!reuse || outcome.fault !== undefined || last?.keepsAlive !== true) socket.destroy();
    if (reuse) this.#socket = socket;
    return outcome;
  }

  close(): void {
    this.#socket?.destroy();
  }

  #open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#port, "127.0.0.1").setNoDelay();
      socket.once("error", reject).once("connect", () => {
        socket.off("error", reject).on("error", () => {});
        resolve(socket);
      });
    });
  }
}

const exchange = async (socket: Socket, request: FuzzRequest): Promise<Outcome> => {
  const { methods, right } = request;
  const reader = new ResponseReader();
  const responses: WholeResponse[] = [];
  let fault: string | undefined;
  let settle = (): void => {};
  const settled = new Promise<void>((resolve) => (settle = resolve));

  const take = (chunk: Buffer): void => {
    try {
      reader.add(chunk);
      for (;;) {
        const response = reader.next(methods[responses.length] ?? "GET");
        if (response === undefined) break;
        responses.push(response);
      }
    } catch (error) {
      fault = `a malformed response: ${String(error)}`;
      settle();
    }
    if (right === "answered" && responses.length >= methods.length) settle();
  };
  const hang = setTimeout(() => {
    fault = `a hang after ${responses.length} answers`;
    settle();
  }, HANG_MS);

  socket.on("data", take).once("close", settle).once("end", settle);
  await write(socket, request);
  if (right === "left") settle();
  if (right === "closed") {
    await Promise.race([settled, wait(LINGER_MS)]);
    socket.end();
  }
  await settled;
  clearTimeout(hang);
  socket.off("data", take).off("close", settle).off("end", settle);
  fault ??= faultOf(request, responses, reader.partial);
  return { responses, fault };
};

const write = async (socket: Socket, { packets, pauseMs = 0 }: FuzzRequest): Promise<void> => {
  for (const [i, packet] of packets.entries()) {
    if (i > 0 && pauseMs > 0) await wait(pauseMs);
    if (socket.destroyed) return;
    await new Promise((sent) => socket.write(packet, sent));
  }
};

const faultOf = (
  { right, methods }: FuzzRequest,
  { length }: readonly WholeResponse[],
  partial: boolean,
): string | undefined => {
  if (right === "left") return undefined;
  if (partial) return "half a response";
  if (right === "answered" && length !== methods.length)
    return `${length} answers to ${methods.length} requests`;
  return undefined;
};
