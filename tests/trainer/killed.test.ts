import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

import { expect } from "@jest/globals";

import { needing } from "../support/needing.js";
import { temporaryDirectory } from "../support/temporary.js";
import { openIn } from "../support/open-in.js";
import { until } from "../support/until.js";
import { bin, despliega } from "./support/command-line.js";
import { modelsDirectoryOf } from "./support/model-folder.js";

const posix = needing("modes of files", process.platform !== "win32");

posix.test(
  "what a killed training left goes with the next command, which says so; one that lives keeps its own",
  async () => {
    const TMPDIR = await temporaryDirectory();
    const settings = {
      TMPDIR,
      DESPLIEGA_DIRECTORY: await temporaryDirectory(),
      DESPLIEGA_MODELS_DIRECTORY: await modelsDirectoryOf({ rain: {} }),
    };
    const pipe = join(await temporaryDirectory(), "days.csv");
    execFileSync("mkfifo", [pipe]);
    const { PATH = "" } = process.env;
    const training = spawn(
      process.execPath,
      [bin, "prepare", "rain", "--input", pipe, "--out", join(await temporaryDirectory(), "out")],
      {
        env: { PATH, ...settings },
        stdio: "ignore",
      },
    );
    const rows = await open(pipe, "r+");
    await rows.write(`day,pressure,wet\n${"1,1013,0\n".repeat(10_000)}`);
    const [directory] = await until(async () => {
      const found = (await readdir(TMPDIR)).filter((name) => name.startsWith("despliega-run-"));
      const inputs = found.map((name) => join(TMPDIR, name, "inputs"));
      return inputs.some((input) => existsSync(input)) ? found : undefined;
    }, "the work directory");
    expect(await openIn(join(TMPDIR, directory!))).toEqual([]);

    const beside = await despliega(settings, "models", "--json");
    expect([beside.code, beside.stderr]).toEqual([0, ""]);
    expect(await readdir(TMPDIR)).toContain(directory);

    training.kill("SIGKILL");
    await once(training, "exit");
    await rows.close();
    const next = await despliega(settings, "models", "--json");
    expect([next.code, next.stderr]).toEqual([
      0,
      `Removed what runs that were killed left: ${join(TMPDIR, directory!)}\n`,
    ]);
    expect(await readdir(TMPDIR)).not.toContain(directory);
    expect((await despliega(settings, "models", "--json")).stderr).toBe("");
  },
);

posix.test(
  "so does the unfinished file of an output, and no file that is called otherwise",
  async () => {
    const TMPDIR = await temporaryDirectory();
    const outputs = await temporaryDirectory();
    const unfinished = join(outputs, ".out.csv.0f8fad5b-d9cb-469f-a165-70867728950e.partial");
    const others = ["out.csv", ".bashrc"].map((name) => join(outputs, name));
    for (const file of [unfinished, ...others]) await writeFile(file, "1");
    const dead = spawn(process.execPath, ["--version"], { stdio: "ignore" });
    await once(dead, "exit");
    const left = join(TMPDIR, `despliega-run-${hostname()}-${dead.pid}-abcdef`);
    await mkdir(left);
    await writeFile(join(left, "beside.txt"), [unfinished, ...others, ""].join("\n"));
    await despliega({ TMPDIR }, "models", "--json");
    expect([existsSync(left), existsSync(unfinished)]).toEqual([false, false]);
    expect(others.map((file) => existsSync(file))).toEqual([true, true]);
  },
);
