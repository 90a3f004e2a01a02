import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect } from "@jest/globals";

import { needing } from "../support/needing.js";
import { openIn } from "../support/open-in.js";
import { temporaryDirectory } from "../support/temporary.js";
import { despliega } from "../trainer/support/command-line.js";

const posix = needing("modes of files", process.platform !== "win32");

posix.test("the files of a command are its user's alone, but those of a new model", async () => {
  const [directory, models] = [await temporaryDirectory(), await temporaryDirectory()];
  const settings = { DESPLIEGA_DIRECTORY: directory, DESPLIEGA_MODELS_DIRECTORY: models };
  await mkdir(join(directory, "azurite"), { mode: 0o755 });
  const table = join(await temporaryDirectory(), "days.csv");
  const row = (day: number) => `${day},${1_000 + ((day * 37) % 50)},${day % 2}`;
  await writeFile(
    table,
    `day,pressure,wet\n${Array.from({ length: 300 }, (_, day) => row(day)).join("\n")}\n`,
  );
  const made = await despliega(settings, "new", "rain", "--from", table, "--target", "wet");
  expect([made.code, made.stderr]).toEqual([0, ""]);
  const yaml = join(models, "rain", "model.yaml");
  const umask = process.umask();
  expect((await stat(yaml)).mode & 0o777).toBe(0o666 & ~umask);
  expect(await readFile(yaml, "utf8")).toContain("wet");
  const trained = await despliega(settings, "train", "rain", "--input", table);
  expect([trained.code, trained.stderr]).toEqual([0, ""]);
  expect(await openIn(join(directory, "azurite"))).toEqual([]);
  const to = join(await temporaryDirectory(), "release");
  expect((await despliega(settings, "export", "rain", "--to", to)).code).toBe(0);
  expect(await openIn(to)).toEqual([]);
});
