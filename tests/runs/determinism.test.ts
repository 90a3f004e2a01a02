import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { memoryBlobStore } from "@despliega/storage";

import { generate } from "../data/generator.js";
import { temporaryDirectory } from "../support/temporary.js";
import { partsOf, trainOn, type RunOptions } from "../trainer/support/runs.js";

const PARTS = [
  "features.csv",
  "features.sql",
  "golden.json",
  "metrics.json",
  "model.json",
  "model.onnx",
  "model.yaml",
  "reference.json",
  "rejected.csv",
  "report.html",
  "train_model.csv",
];

const runs = async (options: readonly RunOptions[]) => {
  const releases: Readonly<Record<string, string>>[] = [];
  for (const each of options)
    releases.push(partsOf((await trainOn(memoryBlobStore(), each)).manifest));
  return releases;
};

test("the sample gives the same bytes twice, in every part", async () => {
  const [first, second] = await runs([
    { threads: 1 },
    { threads: 8, now: new Date("2026-02-01T23:59:59Z") },
  ]);
  expect(Object.keys(first!).toSorted()).toEqual(PARTS);
  expect(second).toEqual(first);
});

// Enough rows for several threads to have work, and for the fit to begin on a sample.
test("a history that occupies several threads gives the same bytes with 1 and 8 of them", async () => {
  const input = join(await temporaryDirectory(), "loans.csv");
  await generate("--users", "8000", "--seed", "7", "--out", input);
  const [one, eight] = await runs([1, 8].map((threads) => ({ input, threads })));
  expect(Object.keys(one!).toSorted()).toEqual(PARTS);
  expect(eight).toEqual(one);
});
