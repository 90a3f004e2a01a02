import { readManifest, requireChampion, type BlobStore } from "@despliega/storage";
import { models } from "@despliega/trainer/model/catalogue.js";
import { describe, expect, test } from "@jest/globals";

import { startSilentServer } from "../support/silent-server.js";
import { exitCodeOf, runToEnd, start } from "./container.js";
import { COMMIT } from "./image.js";
import { run } from "./tool.js";

const TEMPORARY = ["--tmpfs", "/tmp"];

/** The container of the trainer on the input of a store, where it leaves a champion. */
export const describeTrainer = (
  store: () => BlobStore,
  storage: () => Readonly<Record<string, string>>,
): void => {
  describe("the trainer's container, read-only, without capabilities", () => {
    test("trains every open model on its inputs, and a release says which commit made it", async () => {
      const { code, stdout, stderr } = await runToEnd("trainer", storage(), { options: TEMPORARY });
      expect([code, stderr]).toEqual([0, ""]);
      const trained = stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { readonly model?: string; readonly promoted?: boolean })
        .flatMap(({ model, promoted }) => (promoted === true ? [model] : []));
      const open = models().filter(({ privacy }) => privacy === "open");
      expect(trained).toEqual(open.map(({ name }) => name));
      const { version, manifest } = await requireChampion(store(), "riesgo");
      const { lineage } = await readManifest(store(), "riesgo", version, manifest);
      expect(lineage.trainer.commit).toBe(COMMIT);
    });

    test("runs every other command too", async () => {
      const { version } = await requireChampion(store(), "riesgo");
      const { code, stdout } = await runToEnd("trainer", storage(), {
        args: ["releases", "riesgo"],
      });
      expect([code, JSON.parse(stdout)]).toEqual([
        0,
        expect.objectContaining({ version, champion: true }),
      ]);
    });

    test("ends within a second when it is told to stop", async () => {
      const silent = await startSilentServer();
      const name = await start("trainer", {
        DESPLIEGA_STORAGE_ACCOUNT_URL: `http://127.0.0.1:${silent.port}/account`,
        DESPLIEGA_STORAGE_ACCOUNT_KEY: "c2VjcmV0",
        DESPLIEGA_STORAGE_TIMEOUT_SECONDS: "600",
      });
      await silent.connected();
      await run("stop", "--time", "1", name);
      expect(await exitCodeOf(name)).toBe(143);
      silent.close();
    });
  });
};
