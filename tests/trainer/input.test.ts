import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { blobNames, memoryBlobStore } from "@despliega/storage";
import { inputFromFile, inputFromStore } from "@despliega/trainer/input.js";

import { temporaryDirectory } from "../support/temporary.js";

const content = Buffer.from("a,b\n1,2\n");
const described = {
  dataset: "loans.csv",
  bytes: content.length,
  sha256: createHash("sha256").update(content).digest("hex"),
};

test("a file is described by its data set, its size and its hash", async () => {
  const file = join(await temporaryDirectory(), "loans.csv");
  await writeFile(file, content);
  expect(await inputFromFile("loans.csv", file)).toEqual({ file, ...described });
});

test.each([
  ["that does not exist", "absent.csv", "ENOENT"],
  ["that is a folder", ".", "EISDIR"],
])("a file %s cannot be read", async (_, name, reason) => {
  const file = join(await temporaryDirectory(), name);
  await expect(inputFromFile("loans.csv", file)).rejects.toMatchObject({
    code: "INPUT_UNREADABLE",
    message: expect.stringContaining(`(${reason})`),
  });
});

test("an input in the container becomes a file with its bytes", async () => {
  const store = memoryBlobStore();
  await store.create(blobNames.input("riesgo", "loans.csv"), content);
  const directory = await temporaryDirectory();
  const input = await inputFromStore(store, "riesgo", "loans.csv", directory);
  expect(input).toEqual({ file: join(directory, "loans.csv"), ...described });
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
