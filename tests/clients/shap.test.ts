import { expect, jest } from "@jest/globals";
import { boostingJson, forestJson, loadScorer, type Feature, type Trees } from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import fc from "fast-check";

import { ROOT } from "../repository/files.js";
import { drawnRow, drawnTrees } from "../storage/formats/drawn-trees.js";
import { fitTrees } from "../support/fit-sample.js";
import { peliculas, vih } from "../support/models.js";
import { needing } from "../support/needing.js";
import { temporaryDirectory } from "../support/temporary.js";
import { withoutPeople } from "../tools/bench/lib/without-people.js";
import { testEngine } from "../trainer/support/engine.js";
import { PYTHON, runScript, SETTING } from "./python.js";

// Python's imports alone take seconds, and a busy machine its time.
jest.setTimeout(300_000);

/** A model of trees and rows, as the script is told of them; null is missing. */
interface ExplainRequest {
  readonly estimator: "forest" | "boosting";
  readonly model: object;
  readonly rows: readonly (readonly (number | null)[])[];
}

/** What shap says of a model: its base by output, and its values by row, feature and output. */
interface ExplainAnswer {
  readonly base: readonly number[];
  readonly values: readonly (readonly (readonly number[])[])[];
}

const asked = (
  estimator: ExplainRequest["estimator"],
  model: object,
  rows: readonly Float64Array[],
): ExplainRequest => ({
  estimator,
  model,
  rows: rows.map((row) => Array.from(row, (value) => (Number.isNaN(value) ? null : value))),
});

const shap = needing(SETTING.shap, PYTHON.shap !== undefined);

/** Holds the contributions to each output of models against those of shap. */
const expectAsShap = async (models: readonly ExplainRequest[]): Promise<void> => {
  const { answers } = await runScript<{ readonly answers: readonly ExplainAnswer[] }>(
    "shap",
    "shap_values.py",
    { models },
  );
  models.forEach(({ estimator, model, rows }, at) => {
    const { base, values } = answers[at]!;
    const features = rows[0]!.map((_, i): Feature => ({
      name: `x${i}`,
      type: "number",
      missing: "kept",
      mean: 0,
    }));
    const scorer = loadScorer({ estimator, features }, model);
    rows.forEach((row, r) => {
      const given = Float64Array.from(row, (value) => value ?? NaN);
      for (let output = 0; output < scorer.outputs; output++) {
        const found = scorer.contributions(given, output);
        expect(Math.abs(found.base - base[output]!)).toBeLessThan(1e-9);
        found.moved.forEach((by, i) =>
          expect(Math.abs(by - values[r]![i]![output]!)).toBeLessThan(1e-9),
        );
      }
    });
  });
};

shap.test("trees drawn at random, with sets and missing values, move answers as shap says", () => {
  const asks = (seed: number, width: number) =>
    fc.sample(
      fc.record({
        given: drawnTrees(4, 6, width).filter(({ threshold }) => threshold.length > 0),
        rows: fc.array(drawnRow(4), { minLength: 3, maxLength: 3 }),
      }),
      { numRuns: 20, seed },
    );
  const forest = (given: Trees) =>
    forestJson({ ...given, task: "classification", outputs: 3 } as const);
  const boosting = (given: Trees) =>
    boostingJson({ ...given, task: "regression", baseline: Float64Array.of(0.5) });
  return expectAsShap([
    ...asks(1, 3).map(({ given, rows }) => asked("forest", forest(given), rows)),
    ...asks(2, 1).map(({ given, rows }) => asked("boosting", boosting(given), rows)),
  ]);
});

const engine = PYTHON.shap === undefined ? undefined : await testEngine();

/** The forest and the boosting of a model, fitted on its sample, and some of its rows. */
const fitted = async (
  model: ModelDefinition,
  files: readonly string[],
): Promise<ExplainRequest[]> => {
  const samples = await fitTrees(engine!, model, files, await temporaryDirectory());
  expect(samples.map(({ options }) => options.kind)).toEqual(["forest", "boosting"]);
  return samples.map(({ fitted: { description, modelJson }, rows }) =>
    asked(
      description.estimator as ExplainRequest["estimator"],
      modelJson as object,
      [0, 7, 40, 99, 250].map((row) => rows[row]!),
    ),
  );
};

shap.test("the forest and the boosting of peliculas move answers as shap says", async () => {
  const files = peliculas.inputs.map(({ dataset }) => `${ROOT}data/peliculas/${dataset}`);
  await expectAsShap(await fitted(peliculas, files));
});

shap.test("the forest and the boosting of vih move answers as shap says", async () => {
  const folder = await temporaryDirectory();
  await expectAsShap(
    await fitted(vih, [await withoutPeople({ folder }, `${ROOT}data/vih/patients.csv`)]),
  );
});
