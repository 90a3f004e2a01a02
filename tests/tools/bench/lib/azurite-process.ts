import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { spawnChild } from "./children.js";

/** An Azurite that shares no event loop and no memory with the bench. */
export interface AzuriteProcess {
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** Starts an Azurite in a process of its own, with its data in a folder. */
export const startAzuriteProcess = async (folder: string): Promise<AzuriteProcess> => {
  const script = fileURLToPath(new URL("./azurite-main.js", import.meta.url));
  const child = spawnChild(process.execPath, [script, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  const line = await Promise.race([
    once(child.stdout!, "data").then(([text]) => String(text).trim()),
    ended.then(() => {
      throw new Error("Azurite ended before it had started");
    }),
  ]);
  return {
    connectionString: line,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
};
