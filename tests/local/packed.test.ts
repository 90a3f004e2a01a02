import { exec, execFile } from "node:child_process";
import { cp, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { beforeAll, describe, expect, test } from "@jest/globals";

import { SEED } from "../containers/seed.js";
import { readPackage, ROOT } from "../repository/files.js";
import { temporaryDirectory } from "../support/temporary.js";
import { csvOf, vegaRows } from "../trainer/support/vega.js";
import { answerTo } from "./curl.js";
import { freePort, startProgram } from "./start.js";

const WORKSPACES = ["storage", "trainer", "api", "docker"];
const BIN = "node_modules/despliega/bin/despliega.js";

/** A directory in which the packages of this repository are installed as npm packs them. */
const installPacked = async (): Promise<string> => {
  const directory = await temporaryDirectory();
  await promisify(exec)(`npm pack --workspaces --silent --pack-destination "${directory}"`, {
    cwd: ROOT,
  });
  const modules = join(directory, "node_modules");
  await mkdir(join(modules, "@despliega"), { recursive: true });
  const names = WORKSPACES.map((workspace) => readPackage(workspace).name);
  for (const name of names) {
    const file = `${name.replace(/^@(.*)\//, "$1-")}-${readPackage("").version}.tgz`;
    await mkdir(join(modules, name));
    await promisify(execFile)(
      "tar",
      ["-xzf", file, "-C", `node_modules/${name}`, "--strip-components=1"],
      { cwd: directory },
    );
  }
  // What a registry would add.
  for (const name of await readdir(join(ROOT, "node_modules")))
    if (name !== "@despliega" && !names.includes(name))
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

  test("write a model, train it and those of the working directory, and serve all with samples", async () => {
    await writeFile(join(directory, "penguins.csv"), csvOf(vegaRows("penguins")));
    const own = ["new", "species", "--from", "penguins.csv", "--target", "Species"];
    const written = startProgram([BIN, ...own], {}, directory);
    expect(await written.ended).toEqual({ code: 0, stderr: "" });
    const { request } = JSON.parse(written.lines.at(-1)!) as { readonly request: string };
    const train = [BIN, "train", "species", "--input", "penguins.csv"];
    expect(await startProgram(train, {}, directory).ended).toEqual({ code: 0, stderr: "" });
    await cp(join(ROOT, "data/riesgo"), join(directory, "data/riesgo"), { recursive: true });
    const port = await freePort();
    const settings = { PORT: `${port}` };
    const { child, line, lines, ended } = startProgram([BIN, "start"], settings, directory);
    await line("Ctrl-C stops everything.");
    expect(lines.filter((text) => text.startsWith("Left out"))).toEqual([
      "Left out   peliculas, vih: examples, whose samples are not in data/",
    ]);
    const [path, answer] = Object.entries(SEED).at(-1)!;
    expect(await (await fetch(`http://localhost:${port}${path}`)).json()).toEqual(answer);
    expect(await answerTo(request, port)).toEqual({ Species: ["Adelie"] });
    child.kill("SIGTERM");
    expect(await ended).toEqual({ code: 0, stderr: "" });
  });
});
