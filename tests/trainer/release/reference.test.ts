import { expect, test } from "@jest/globals";
import { memoryBlobStore, readPart, Reference } from "@despliega/storage";

import { fewLoans } from "../support/few-loans.js";
import { trainOn } from "../support/runs.js";

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count);

test("a release by key counts its training, its test and its served rows by bins of tenths and hundredths", async () => {
  const store = memoryBlobStore();
  const { manifest } = await trainOn(store, { input: await fewLoans() });
  const part = await readPart(store, manifest, "reference.json");
  const { trainingRows, testRows, servedRows, features, scores, expected } = Reference.parse(
    JSON.parse(part.toString()),
  );
  const { test: promised, served: promisedToServed } = expected!;
  const [low, high] = manifest.intervals!.metrics["roc_auc"]!;
  expect(promised["roc_auc"]!.value).toBeGreaterThan(low);
  expect(promised["roc_auc"]!.value).toBeLessThan(high);
  expect(promisedToServed!["roc_auc"]!.deviation).toBeGreaterThan(0);
  expect(features.map(({ name }) => name)).toEqual(manifest.features.map(({ name }) => name));
  const served = manifest.parts.find(({ name }) => name === "features.csv")!.rows;
  expect([trainingRows + testRows, servedRows]).toEqual([
    manifest.parts.find(({ name }) => name === "train_model.csv")!.rows,
    served,
  ]);
  for (const feature of features) {
    if (feature.kind === "names") throw new Error(`${feature.name} is a number`);
    const { edges, fine, training } = feature;
    expect(training.counts.length).toBe(edges.length + 1);
    expect(training.fine!.length).toBe(fine!.length + 1);
    expect(fine).toEqual(expect.arrayContaining(edges));
    for (const [counts, of] of [
      [training, trainingRows],
      [feature.served!, served],
    ] as const) {
      expect(sum(counts.counts) + counts.missing).toBe(of);
      expect(sum(counts.fine!) + counts.missing).toBe(of);
    }
  }
  expect(scores.map(({ test: { counts } }) => sum(counts))).toEqual([testRows]);
  const tenths = scores[0]!.test.counts.map((count) => count / testRows);
  for (const share of tenths) expect(Math.abs(share - 0.1)).toBeLessThan(1 / testRows + 1e-12);
});
