import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { withWorkDirectory } from "@despliega/trainer/work-directory.js";

test("a work directory is gone when the work is done", async () => {
  let used = "";
  const result = await withWorkDirectory(async (directory) => {
    used = directory;
    await writeFile(join(directory, "file"), "");
    return 7;
  });
  expect(result).toBe(7);
  expect(existsSync(used)).toBe(false);
});

test("a work directory is gone when the work fails", async () => {
  let used = "";
  const failing = withWorkDirectory(async (directory) => {
    used = directory;
    await writeFile(join(directory, "file"), "");
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(existsSync(used)).toBe(false);
});
