import { expect, test } from "@jest/globals";
import { memoryBlobStore } from "@despliega/storage";
import { metricsOf, paramsOf, Tried } from "@despliega/trainer/release/mlflow/training-facts.js";

import { publishTiny } from "../../../support/release.js";

test("folds and trials are steps, a value that is not set is left out, and a long one is cut", async () => {
  const manifest = await publishTiny(memoryBlobStore());
  const tried = Tried.parse({
    selection: {
      metric: "roc_auc",
      candidates: [
        { name: "forest", folds: [0.75, 0.5], chosen: true },
        { name: "linear", folds: [], chosen: false, error: "FIT_FAILED" },
      ],
    },
    search: {
      metric: "roc_auc",
      seed: 1,
      trials: [
        { number: 1, mean: 0.625, folds: [0.75, 0.5] },
        { number: 3, mean: 0.5, folds: [0.5] },
      ],
    },
  });
  const timestamp = Date.parse(manifest.created);
  expect(metricsOf(manifest, tried)).toEqual(
    [
      { key: "rocAuc", value: 0.75, step: 0 },
      { key: "folds.forest.roc_auc", value: 0.75, step: 1 },
      { key: "folds.forest.roc_auc", value: 0.5, step: 2 },
      { key: "trials.roc_auc", value: 0.625, step: 1 },
      { key: "trials.roc_auc", value: 0.5, step: 3 },
    ].map((metric) => ({ ...metric, timestamp })),
  );
  const parameters = { ridge: 1, as_of: null, costs: "1".repeat(7_000) };
  const { lineage } = manifest;
  expect(paramsOf({ ...manifest, lineage: { ...lineage, parameters } })).toEqual([
    { key: "ridge", value: "1" },
    { key: "costs", value: "1".repeat(6_000) },
  ]);
});
