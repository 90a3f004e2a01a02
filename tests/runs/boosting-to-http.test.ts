import { beforeAll, describe, expect, test } from "@jest/globals";
import { loadScorer, memoryBlobStore, readPart, type Manifest } from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { apiOn } from "../api/support.js";
import { riesgoWithoutPoints } from "../support/models.js";
import { BOOSTING, LOGISTIC } from "../trainer/support/estimators.js";
import { fewLoans } from "../trainer/support/few-loans.js";
import { partsOf, trainOn } from "../trainer/support/runs.js";
import { toRow } from "../support/to-row.js";

// A file of loans becomes a release of boosting, which the api serves as any other.
const store = memoryBlobStore();
const api = apiOn(store);
const [monotone] = riesgoWithoutPoints.features;
const boosting = {
  ...BOOSTING,
  earlyStopping: { heldOut: 0.2, patience: 10 },
  monotone: { [monotone!.name]: "increasing" as const },
};
const model: ModelDefinition = { ...riesgoWithoutPoints, estimators: [boosting], gates: [] };

let input: string;
let manifest: Manifest;

beforeAll(async () => {
  input = await fewLoans();
  ({ manifest } = await trainOn(store, { model, input }));
  await api.releases.load();
});

test("the manifest names the format and how it was fitted", () => {
  expect(manifest.estimator).toBe("boosting");
  expect(manifest.lineage.parameters).toMatchObject({
    estimator: "boosting",
    learning_rate: 0.3,
    early_stopping: '{"heldOut":0.2,"patience":10}',
    monotone: `{"${monotone!.name}":"increasing"}`,
  });
});

test("another number of threads gives the same bytes", async () => {
  const again = await trainOn(memoryBlobStore(), { model, input, threads: 1 });
  expect(partsOf(again.manifest)).toEqual(partsOf(manifest));
});

describe("GET /api/user/:id/prediccion", () => {
  test("answers with the model's probability and what each feature moved", async () => {
    const table = (await readPart(store, manifest, "features.csv")).toString().split("\n");
    const [id, ...cells] = table[1]!.split(",");
    const features = cells.map((cell) => (cell === "" ? null : Number(cell)));
    const json: unknown = JSON.parse((await readPart(store, manifest, "model.json")).toString());
    const scorer = loadScorer(manifest, json);
    const { status, body } = await api.request.get(`/api/user/${id}/prediccion?detalle=true`);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain(String(scorer.score(toRow(features))));
  });
});

test("boosting takes part in the selection, and in a search", async () => {
  const selecting: ModelDefinition = {
    ...model,
    estimators: [LOGISTIC, boosting],
    crossValidation: { folds: 3, metric: "roc_auc" },
    search: [
      {
        options: boosting,
        vary: {
          maxLeaves: { from: 2, to: 16, whole: true },
          learningRate: { from: 0.05, to: 0.5 },
        },
      },
    ],
  };
  const { manifest: selected } = await trainOn(memoryBlobStore(), { model: selecting, input });
  expect(selected.lineage.parameters).toMatchObject({ selected_by: "roc_auc" });
  const tuned = await trainOn(memoryBlobStore(), {
    model: selecting,
    input,
    tune: { trials: 3, seed: 1 },
  });
  expect(tuned.manifest.estimator).toBe("boosting");
});
