import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { expect, test } from "@jest/globals";
import { withWorkDirectory } from "@despliega/trainer/work-directory.js";

import { temporaryDirectory } from "../support/temporary.js";

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

test("a work directory is gone when the process ends in the middle of the work", async () => {
  const TMPDIR = await temporaryDirectory();
  const module = import.meta.resolve("@despliega/trainer/work-directory.js");
  const program = `
    const { withWorkDirectory } = await import(${JSON.stringify(module)});
    await withWorkDirectory((directory) => {
      process.stdout.write(directory);
      process.exit(7);
    });`;
  const ended = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    env: { TMPDIR },
    encoding: "utf8",
  });
  expect([ended.status, dirname(ended.stdout)]).toEqual([7, TMPDIR]);
  expect(await readdir(TMPDIR)).toEqual([]);
});
