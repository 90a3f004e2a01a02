import { MessageChannel } from "node:worker_threads";

import { lineKeeper, movedIn, type KeeperOptions, type StartLineThread } from "@despliega/api";

/** Keeps the lines of recorded answers in this thread, in the store of a test, by the messages that go to a thread of their own. */
export const linesHere =
  (options: Omit<KeeperOptions, "tell" | "memoryBytes">) =>
  (memoryBytes: number): StartLineThread =>
  ({ onMessage }) => {
    const { port1: near, port2: far } = new MessageChannel();
    const keep = lineKeeper({
      ...options,
      memoryBytes,
      tell: (message) => far.postMessage(message, []),
    });
    far.on("message", keep);
    near.on("message", onMessage);
    for (const port of [near, far]) port.unref();
    return {
      post: (message) => near.postMessage(message, movedIn(message)),
      hold: () => near.ref(),
      close: async () => near.close(),
    };
  };
