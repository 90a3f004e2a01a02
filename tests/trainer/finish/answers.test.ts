import { expect, test } from "@jest/globals";
import { loadScorer, softmaxRegressionJson, type Feature } from "@despliega/storage";
import { answersBy } from "@despliega/trainer/learn/finish/answers.js";
import { finishOf } from "@despliega/trainer/learn/finish/finish.js";

import { named, nameViews } from "../../support/relations.js";
import { testEngine } from "../support/engine.js";

const engine = await testEngine();

const FEATURES: Feature[] = [{ name: "x", type: "number", missing: "refused", mean: 0 }];
const WEIGHTS = [
  [0.2, 1],
  [0, 0.1],
  [-0.1, -1],
];
const TEMPERATURE = { method: "temperature", slope: 0.6, offsets: [0.3, -0.1, -0.2] };

/** A forest of one leaf with shares that do not depend on a row. */
const FOREST = {
  ...{ format: "despliega-forest", formatVersion: 1, task: "classification", classes: 3 },
  ...{ features: 1, trees: [1], feature: [-1], threshold: [], missingRight: [] },
  ...{ value: [0.75, 0.25, 0], cover: [8] },
};

test.each([
  ["logistic", "softmax", softmaxRegressionJson(WEIGHTS)],
  ["logistic", "softmax", { ...softmaxRegressionJson(WEIGHTS), calibration: TEMPERATURE }],
  ["forest", "identity", FOREST],
  ["forest", "identity", { ...FOREST, calibration: TEMPERATURE }],
] as const)(
  "the engine answers for the three classes of a %s after %s as a scorer does",
  async (estimator, link, json) => {
    const scorer = loadScorer({ estimator, features: FEATURES }, json);
    const rows = [-40, -1, 0, 0.3, 2, 400].map((x) => Float64Array.of(x));
    const into = new Float64Array(3);
    const written = (write: typeof scorer.scores) =>
      rows.map((row) => {
        write(row, into);
        return [...into];
      });
    const sums = written(scorer.sums).map(([a, b, c], i) => `(${[i, 0, a, b, c].join()})`);
    await engine.run(`
    CREATE OR REPLACE TABLE added AS
    SELECT observation, label, s0::DOUBLE AS s0, s1::DOUBLE AS s1, s2::DOUBLE AS s2
    FROM (VALUES ${sums.join()}) AS t(observation, label, s0, s1, s2)`);
    const form = { table: named("added"), outputs: 3, link } as const;
    const finish = finishOf({ description: { estimator, features: FEATURES }, modelJson: json });
    await nameViews(engine, { answered: await answersBy(engine, form, finish) });
    const found = await engine.rows<Record<"p0" | "p1" | "p2" | "score", number>>(
      "SELECT p0, p1, p2, score FROM answered ORDER BY observation",
    );
    written(scorer.scores).forEach((expected, i) => {
      const { p0, p1, p2, score } = found[i]!;
      [p0, p1, p2].forEach((p, k) => expect(p).toBeCloseTo(expected[k]!, 14));
      expect(score).toBe(Math.max(p0, p1, p2));
    });
  },
);
