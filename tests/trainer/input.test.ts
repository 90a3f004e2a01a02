import { execFile, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "@jest/globals";
import { blobNames, memoryBlobStore } from "@despliega/storage";
import type { InputSource } from "@despliega/trainer/model/source.js";
import { inputFromFile, inputFromStore } from "@despliega/trainer/sources/input.js";
import { placesOf } from "@despliega/trainer/sources/place.js";

import { generate } from "../data/generator.js";
import { azuriteConnectionString, newContainer } from "../support/azurite.js";
import { needing } from "../support/needing.js";
import { temporaryDirectory } from "../support/temporary.js";
import { bin } from "./support/command-line.js";

const content = Buffer.from("a,b\n1,2\n");
const described = {
  dataset: "loans.csv",
  bytes: content.length,
  sha256: createHash("sha256").update(content).digest("hex"),
};

test("a file is described by its data set, its size, its hash and where it comes from", async () => {
  const file = join(await temporaryDirectory(), "loans.csv");
  await writeFile(file, content);
  expect(await inputFromFile("loans.csv", file, "nowhere")).toEqual({
    file,
    ...described,
    source: "a file",
  });
});

test.each([
  ["that does not exist", "absent.csv", "ENOENT"],
  ["that is a folder", ".", "EISDIR"],
])("a file %s cannot be read", async (_, name, reason) => {
  const file = join(await temporaryDirectory(), name);
  await expect(inputFromFile("loans.csv", file, "nowhere")).rejects.toMatchObject({
    code: "INPUT_UNREADABLE",
    message: expect.stringContaining(`(${reason})`),
  });
});

test("an input in the container becomes a file with its bytes", async () => {
  const store = memoryBlobStore();
  await store.create(blobNames.input("riesgo", "loans.csv"), content);
  const directory = await temporaryDirectory();
  const input = await inputFromStore(store, "riesgo", "loans.csv", directory);
  const copy = { file: join(directory, "loans.csv"), ...described, source: "the container" };
  expect(input).toEqual(copy);
  expect(await readFile(input.file)).toEqual(content);
});

test("an input that the container does not have is named, with what to do", async () => {
  const directory = await temporaryDirectory();
  await expect(
    inputFromStore(memoryBlobStore(), "riesgo", "loans.csv", directory),
  ).rejects.toMatchObject({
    code: "INPUT_MISSING",
    message: expect.stringContaining("input/riesgo/loans.csv: upload it"),
  });
});

const withFifo = needing("mkfifo", spawnSync("mkfifo", ["--version"]).status === 0);

withFifo.test("a named pipe is read once, into a file that every step can read", async () => {
  const directory = await temporaryDirectory();
  const file = join(directory, "pipe");
  spawnSync("mkfifo", [file]);
  const written = writeFile(file, content);
  const copy = { file: join(directory, "loans.csv"), ...described, source: "a file" };
  expect(await inputFromFile("loans.csv", file, directory)).toEqual(copy);
  expect(await readFile(copy.file)).toEqual(content);
  await written;
});

withFifo.test("a named pipe and a shell's <(…) train, and SIGTERM ends a wait", async () => {
  const directory = await temporaryDirectory();
  const file = join(directory, "loans.csv");
  await generate("--users", "20", "--seed", "3", "--out", file);
  const pipe = join(directory, "pipe");
  spawnSync("mkfifo", [pipe]);
  const settings = {
    PATH: process.env["PATH"],
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: newContainer(),
  };
  const train = `"${process.execPath}" "${bin}" train riesgo --input`;
  for (const script of [`${train} <(cat "${file}")`, `cat "${file}" | ${train} /dev/stdin`]) {
    const { stdout, stderr } = await promisify(execFile)("bash", ["--norc", "-c", script], {
      env: settings,
    });
    expect([stdout, stderr]).toEqual([expect.stringContaining("Published riesgo"), ""]);
  }
  const trainer = spawn(process.execPath, [bin, "train", "riesgo", "--input", pipe], {
    env: settings,
    stdio: "ignore",
  });
  const ended = once(trainer, "exit");
  // Resolves when the trainer has the pipe open.
  const writer = await open(pipe, "w");
  trainer.kill("SIGTERM");
  expect(await ended).toEqual([143, null]);
  await writer.close();
});

test("a model names the file of an input beside itself, or a database whose setting is there", () => {
  const folder = "/models/rain";
  const input = { dataset: "days.csv", table: "days", columns: {} };
  const places = (source: InputSource | undefined, given: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(
      placesOf(
        { folder, inputs: [{ ...input, ...(source && { source }) }] },
        new Map(Object.entries(given)),
        new Map(),
      ),
    );
  expect(places(undefined)).toEqual({});
  expect(places({ file: "../days.csv" })).toEqual({ "days.csv": "/models/days.csv" });
  expect(places({ file: "../days.csv" }, { "days.csv": "try.csv" })).toEqual({
    "days.csv": "try.csv",
  });
  expect(() => places({ database: "main", table: "days", key: ["day"] })).toThrow(
    "DESPLIEGA_DATABASE_MAIN: is missing: model.yaml reads from that database, and this is its url",
  );
});
