import { exec } from "node:child_process";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect } from "@jest/globals";

import { SEED } from "../containers/seed.js";
import { answerTo } from "../local/curl.js";
import { freePort, startProgram } from "../local/start.js";
import { readPackage, ROOT } from "../repository/files.js";
import { csvOf, vegaRows } from "../trainer/support/vega.js";

const WORKSPACES = ["storage", "trainer", "api", "docker"];

/** The command line of an installed package. */
export const BIN = "node_modules/despliega/bin/despliega.js";

/** A package of this repository, and the file in which npm has packed it. */
interface Packed {
  readonly name: string;
  readonly file: string;
}

/** Packs the packages of this repository into a directory. */
export const packInto = async (directory: string): Promise<readonly Packed[]> => {
  await promisify(exec)(`npm pack --workspaces --silent --pack-destination "${directory}"`, {
    cwd: ROOT,
  });
  return WORKSPACES.map((workspace) => {
    const { name } = readPackage(workspace);
    return { name, file: `${name.replace(/^@(.*)\//, "$1-")}-${readPackage("").version}.tgz` };
  });
};

/** Writes, trains and asks a model of one's own beside an example, in a directory in which the packages are installed. */
export const walk = async (directory: string): Promise<void> => {
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
};
