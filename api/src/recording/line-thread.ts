import type { KeyObject } from "node:crypto";
import { Worker } from "node:worker_threads";

import type { StoreSettings } from "@despliega/storage";

import type { FromKeeper, ToKeeper } from "./messages.js";

/** A thread that keeps lines. */
export interface LineThread {
  /** Sends it a message, and with it the memory of the numbers in it. */
  post(message: ToKeeper): void;
  /** Keeps the process alive as long as the thread runs. */
  hold(): void;
  close(): Promise<void>;
}

/** What is done with what comes from a thread. */
export interface ThreadListener {
  readonly onMessage: (message: FromKeeper) => void;
  /** Called when the thread has ended by itself. What it held is lost. */
  readonly onEnd: (error: unknown) => void;
}

/** Starts a thread. */
export type StartLineThread = (listener: ThreadListener) => LineThread;

/** What the thread is started with. */
export interface LineThreadSettings {
  /** Of the recorded answers. */
  readonly predictions: StoreSettings;
  readonly instance: string;
  readonly secret: KeyObject | undefined;
  readonly memoryBytes: number;
}

/** Makes what starts the thread that writes recorded answers as lines and sends them. */
export const lineThread =
  (settings: LineThreadSettings): StartLineThread =>
  ({ onMessage, onEnd }) => {
    const worker = new Worker(new URL("./line-worker.js", import.meta.url), {
      workerData: settings,
    });
    worker.unref();
    worker.on("message", onMessage);
    worker.on("error", onEnd);
    return {
      post: (message) => worker.postMessage(message, movedIn(message)),
      hold: () => worker.ref(),
      close: async () => void (await worker.terminate()),
    };
  };

/** The memory that goes with a message, without a copy. */
export const movedIn = (message: ToKeeper): ArrayBuffer[] =>
  message.kind === "rows" ? [message.numbers.buffer as ArrayBuffer] : [];
