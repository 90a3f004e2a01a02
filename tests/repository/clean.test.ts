import { execFile } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "@jest/globals";

import { temporaryDirectory } from "../support/temporary.js";
import { ROOT } from "./files.js";

const run = (root: string, ...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [join(ROOT, "tests/clean.js"), ...args], { cwd: root });

test("what was compiled goes with its source, and nothing else does", async () => {
  const root = await temporaryDirectory();
  const kept = [
    "api/dist/main.js",
    "api/dist/main.d.ts",
    "api/dist/main.js.map",
    "api/dist/protocols/rows/threads/worker.js",
    "api/dist/tsconfig.tsbuildinfo",
    "api/dist/bundle/chunk-F4W3CPJ3.js",
    "tests/dist/a.test.js",
  ];
  const stale = ["api/dist/gone.js", "api/dist/gone.d.ts.map", "tests/dist/deep/gone.test.js"];
  const sources = [
    "api/src/main.ts",
    "api/src/protocols/rows/threads/worker.ts",
    "tests/a.test.ts",
  ];
  for (const file of [...kept, ...stale, ...sources]) {
    await mkdir(join(root, dirname(file)), { recursive: true });
    await writeFile(join(root, file), "");
  }
  await run(root);
  const left = await readdir(root, { recursive: true, withFileTypes: true });
  const files = left
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1));
  expect(files.toSorted()).toEqual([...kept, ...sources].toSorted());
});

test("with --all everything that was compiled goes, and no source", async () => {
  const root = await temporaryDirectory();
  await mkdir(join(root, "api/dist/batch"), { recursive: true });
  await mkdir(join(root, "api/src"));
  await writeFile(join(root, "api/dist/batch/worker.js"), "");
  await run(root, "--all");
  expect(await readdir(join(root, "api"))).toEqual(["src"]);
});
