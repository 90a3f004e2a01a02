import { expect, test } from "@jest/globals";
import { memoryBlobStore } from "@despliega/storage";
import {
  fitLogistic,
  type LogisticOptions,
} from "@despliega/trainer/estimators/logistic/logistic.js";

import { riesgo } from "../../../support/models.js";
import { testEngine } from "../../support/engine.js";
import { trainOn } from "../../support/runs.js";
import { describeTable } from "../rows.js";
import { named } from "../../../support/relations.js";

const engine = await testEngine();

/** How many sets are drawn; with 100 of them it was the same. */
const SETS = 20;

const ROWS = 3_000;

/**
 * Draws loans as riesgo knows them, into the table `training`: few go bad, one feature is an amount in thousands that some
 * lack, one is a count that is mostly small, and one is a flag.
 */
const drawLoans = async (set: number): Promise<number> => {
  const uniform = (stream: number) => `(hash(i, ${stream + 100 * set}) % 100003 + 0.5) / 100003`;
  const logit = `-5.2 + ${set % 5} * 0.4 + 0.25 * x0 - 0.01 * x2 + 0.3 * x4 + 0.0004 * coalesce(x1, 130)`;
  await engine.run(`
    CREATE OR REPLACE TABLE training AS
    SELECT i AS observation, i AS entity, x0, x1, x2, x3, x4,
           (${uniform(7)} < 1 / (1 + exp(-(${logit}))))::BIGINT AS label
    FROM (SELECT i, floor(-2 * ln(${uniform(1)})) AS x0,
                 CASE WHEN ${uniform(2)} > 0.2 THEN exp(4 + 1.2 * (${uniform(3)} + ${uniform(9)} - 1)) END AS x1,
                 floor(20 + 50 * ${uniform(4)}) AS x2, floor(-6 * ln(${uniform(5)})) AS x3,
                 (${uniform(6)} < 0.4)::INTEGER AS x4
          FROM range(${ROWS}) AS t(i))`);
  const { positives } = await engine.row<{ positives: number }>(
    "SELECT sum(label)::BIGINT AS positives FROM training",
  );
  return positives;
};

const passesOf = async (
  positives: number,
  classWeights: LogisticOptions["classWeights"],
): Promise<number | string> => {
  const statistics = await describeTable(engine, "training", 5);
  const data = { observations: named("training"), rows: ROWS, positives, statistics };
  return fitLogistic(engine, data, { kind: "logistic", ridge: 1, classWeights }).then(
    ({ passes }) => passes,
    (error: unknown) => (error as { code: string }).code,
  );
};

test("loans converge with balanced classes wherever they do without", async () => {
  const found: { positives: number; none: number | string; balanced: number | string }[] = [];
  for (let set = 0; set < SETS; set++) {
    const positives = await drawLoans(set);
    found.push({
      positives,
      none: await passesOf(positives, "none"),
      balanced: await passesOf(positives, "balanced"),
    });
  }
  expect(found.filter(({ none }) => typeof none === "string")).toEqual([]);
  expect(found.filter(({ balanced }) => typeof balanced === "string")).toEqual([]);
});

test("so does riesgo on its sample", async () => {
  const { manifest } = await trainOn(memoryBlobStore(), {
    model: { ...riesgo, estimators: [{ kind: "logistic", ridge: 1, classWeights: "balanced" }] },
  });
  expect(manifest.metrics["roc_auc"]).toBeGreaterThan(0.65);
});
