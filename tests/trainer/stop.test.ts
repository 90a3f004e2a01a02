import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { expect, test } from "@jest/globals";

import { startSilentServer } from "../support/silent-server.js";

const BIN = fileURLToPath(new URL("../../../trainer/dist/main.js", import.meta.url));

test.each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const)(
  "%s ends a training that waits for its storage with exit code %i",
  async (signal, code) => {
    const silent = await startSilentServer();
    const trainer = spawn(process.execPath, [BIN, "train", "riesgo"], {
      env: {
        DESPLIEGA_STORAGE_ACCOUNT_URL: `http://127.0.0.1:${silent.port}/account`,
        DESPLIEGA_STORAGE_ACCOUNT_KEY: "c2VjcmV0",
        DESPLIEGA_STORAGE_TIMEOUT_SECONDS: "600",
      },
      stdio: "ignore",
    });
    const ended = once(trainer, "exit");
    await silent.connected();
    trainer.kill(signal);
    expect(await ended).toEqual([code, null]);
    silent.close();
  },
);
