import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { withWorkDirectory } from "@despliega/trainer/sources/work-directory.js";

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

describe("what a run that was killed has left", () => {
  const leave = async (host: string, pid: number): Promise<string> => {
    const directory = await mkdtemp(join(tmpdir(), `despliega-run-${host}-${pid}-`));
    await writeFile(join(directory, "rows.csv"), "1");
    return directory;
  };
  const deadPid = (): number => spawnSync(process.execPath, ["--version"]).pid;

  test("goes with the next run", async () => {
    const directory = await leave(hostname(), deadPid());
    await withWorkDirectory(async () => {});
    expect(existsSync(directory)).toBe(false);
  });

  test("goes with the next run of a process that got the same number", async () => {
    const directory = await leave(hostname(), process.pid);
    await withWorkDirectory(async () => {});
    expect(existsSync(directory)).toBe(false);
  });

  test("stays when the process lives, or is another machine's", async () => {
    const living = await leave(hostname(), process.ppid);
    const elsewhere = await leave("elsewhere", deadPid());
    await withWorkDirectory(async () => {});
    expect([existsSync(living), existsSync(elsewhere)]).toEqual([true, true]);
    for (const directory of [living, elsewhere]) await rm(directory, { recursive: true });
  });

  test("is not another run's of this process", async () => {
    await withWorkDirectory(async (first) => {
      await withWorkDirectory(async () => {});
      expect(existsSync(first)).toBe(true);
    });
  });
});

test.each(["ENOSPC", "EDQUOT"])("a disk that is full is named, for %s", async (code) => {
  const failing = withWorkDirectory(async () => {
    throw Object.assign(new Error("no space"), { code });
  });
  await expect(failing).rejects.toMatchObject({
    code: "ENGINE_DISK_FULL",
    message: expect.stringContaining(join(tmpdir(), "despliega-run-")),
  });
});

test("a work directory is gone when the process ends in the middle of the work", async () => {
  const TMPDIR = await temporaryDirectory();
  const module = import.meta.resolve("@despliega/trainer/sources/work-directory.js");
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
