import { beforeAll, describe, expect, test } from "@jest/globals";
import { memoryBlobStore, openRelease, readChampion, readPart } from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import type { Trained } from "@despliega/trainer/pipeline/conclude.js";

import { FOREST, LINEAR } from "./support/estimators.js";
import { fewLoans } from "./support/few-loans.js";
import { modelOf } from "./support/models.js";
import { partsOf, trainOn } from "./support/runs.js";

const SQL = `
  SELECT loan_id AS observation, id AS entity, loan_date AS observed_at, loan_amount AS label,
         date_diff('year', birthday, loan_date) AS age, date_diff('year', job_start_date, loan_date) AS job
  FROM loans`;

const store = memoryBlobStore();
let model: ModelDefinition;
let input: string;
let trained: Trained;

beforeAll(async () => {
  input = await fewLoans();
  model = modelOf("regression", {
    sql: SQL,
    columns: { observation: "loan_id", entity: "id", label: "loan_amount" },
    features: [
      { name: "age", type: "integer", description: "Years of life." },
      { name: "job", type: "integer", description: "Years in the job.", missing: "allowed" },
    ],
    estimators: [
      { ...LINEAR, target: "log" },
      { ...FOREST, target: "log", minLeaf: 50 },
    ],
    crossValidation: { folds: 3, metric: "rmse" },
    interval: { level: 0.8 },
    serving: { by: "row", answer: "importe" },
    gates: [{ metric: "r2", floor: -1, tolerance: 0.1 }],
  });
  trained = await trainOn(store, { model, input });
});

describe("the release of a regression", () => {
  test("opens, is the champion, and says how it answers", async () => {
    const { manifest, champion } = trained;
    const release = await openRelease(store, "riesgo", manifest.version, champion!.manifest);
    expect(release.table).toBeUndefined();
    expect((await readChampion(store, "riesgo")).champion?.version).toBe(manifest.version);
    expect(manifest).toMatchObject({
      task: "regression",
      target: "loan_amount",
      scale: { of: "log", smearing: expect.any(Number) },
      interval: { level: 0.8, by: "factor" },
      lineage: { parameters: { target: "log", folds: 3, selected_by: "rmse", split_seed: 0 } },
    });
    expect(manifest.threshold).toBeUndefined();
    expect(Object.keys(manifest.metrics)).toContain("log_r2");
  });

  test("has an interval that holds about its level of the test observations", async () => {
    const metrics = JSON.parse(
      (await readPart(store, trained.manifest, "metrics.json")).toString(),
    ) as { interval: { inside: number } };
    expect(Math.abs(metrics.interval.inside - 0.8)).toBeLessThan(0.06);
  });

  test("is the same bytes with another number of threads, and a challenger is compared with it", async () => {
    const again = await trainOn(store, {
      model,
      input,
      threads: 1,
      now: new Date("2026-02-01T20:40:50Z"),
    });
    expect(partsOf(again.manifest)).toEqual(partsOf(trained.manifest));
    expect(again.manifest.champion).toEqual({
      version: trained.manifest.version,
      metrics: trained.manifest.metrics,
    });
  });
});
