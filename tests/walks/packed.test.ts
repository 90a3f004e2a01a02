import { execFile } from "node:child_process";
import { mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { beforeAll, describe, expect, test } from "@jest/globals";

import { startProgram } from "../local/start.js";
import { ROOT } from "../repository/files.js";
import { temporaryDirectory } from "../support/temporary.js";
import { BIN, packInto, walk } from "./packed.js";

/** A directory in which the packages of this repository are as npm packs them, with the others of this repository. */
const installPacked = async (): Promise<string> => {
  const directory = await temporaryDirectory();
  const packed = await packInto(directory);
  const modules = join(directory, "node_modules");
  await mkdir(join(modules, "@despliega"), { recursive: true });
  for (const { name, file } of packed) {
    await mkdir(join(modules, name));
    await promisify(execFile)(
      "tar",
      ["-xzf", file, "-C", `node_modules/${name}`, "--strip-components=1"],
      { cwd: directory },
    );
  }
  // What a registry would add.
  const names = new Set(packed.map(({ name }) => name));
  for (const name of await readdir(join(ROOT, "node_modules")))
    if (name !== "@despliega" && !names.has(name))
      await symlink(join(ROOT, "node_modules", name), join(modules, name), "junction");
  return directory;
};

describe("the packages, installed outside of the repository", () => {
  let directory: string;

  beforeAll(async () => {
    directory = await installPacked();
  });

  test("run the trainer's commands", async () => {
    const { lines, ended } = startProgram([BIN, "models", "--json"], {}, directory);
    expect(await ended).toEqual({ code: 0, stderr: "" });
    expect(lines.map((line) => (JSON.parse(line) as { name: string }).name)).toContain("riesgo");
  });

  test("write a model, train it and those of the working directory, and serve all with samples", () =>
    walk(directory));
});
