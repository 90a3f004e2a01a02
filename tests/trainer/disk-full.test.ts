import { existsSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { blobNames, memoryBlobStore } from "@despliega/storage";
import { inputFromStore } from "@despliega/trainer/sources/input.js";
import { writeTables } from "@despliega/trainer/release/tables.js";
import { withWorkDirectory } from "@despliega/trainer/sources/work-directory.js";

import { riesgo } from "../support/models.js";
import { needing } from "../support/needing.js";
import { makeServing } from "../support/serving.js";
import { testEngine } from "./support/engine.js";

const engine = await testEngine();

/** A file that takes no byte. */
const FULL = "/dev/full";

needing(FULL, existsSync(FULL)).describe("no space left", () => {
  const full = {
    code: "ENGINE_DISK_FULL",
    message: expect.stringMatching(/^There is no space left in .*: free some, or set TMPDIR/),
  };

  test("for the input of the container is one clear error", async () => {
    const store = memoryBlobStore();
    await store.create(blobNames.input("riesgo", "loans.csv"), Buffer.from("loan_id\n"));
    const fetched = withWorkDirectory(async (directory) => {
      await symlink(FULL, join(directory, "loans.csv"));
      await inputFromStore(store, "riesgo", "loans.csv", directory);
    });
    await expect(fetched).rejects.toMatchObject(full);
  });

  test("for the Arrow file is one clear error", async () => {
    const ten = await makeServing(engine, 10);
    const written = withWorkDirectory(async (directory) => {
      await symlink(FULL, join(directory, "features.arrow"));
      await writeTables(engine, riesgo, ten, directory, { large: 0 });
    });
    await expect(written).rejects.toMatchObject(full);
  });
});
