import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

import { expect, test } from "@jest/globals";

const BIN = fileURLToPath(new URL("../../../trainer/dist/main.js", import.meta.url));

test.each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const)(
  "%s ends a training that waits for its storage with exit code %i",
  async (signal, code) => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const trainer = spawn(process.execPath, [BIN, "train", "riesgo"], {
      env: {
        DESPLIEGA_STORAGE_ACCOUNT_URL: `http://127.0.0.1:${port}/account`,
        DESPLIEGA_STORAGE_ACCOUNT_KEY: "c2VjcmV0",
        DESPLIEGA_STORAGE_TIMEOUT_SECONDS: "600",
      },
      stdio: "ignore",
    });
    const ended = once(trainer, "exit");
    await once(silent, "connection");
    trainer.kill(signal);
    expect(await ended).toEqual([code, null]);
    silent.close();
  },
);
