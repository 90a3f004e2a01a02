import type { Engine } from "@despliega/trainer/engine/engine.js";
import {
  fitLogistic,
  type LogisticOptions,
} from "@despliega/trainer/estimators/logistic/logistic.js";
import { describeFeatures } from "@despliega/trainer/estimators/statistics.js";

import { named } from "../../support/relations.js";
import { withEngine } from "./lib/with-engine.js";
import type { Simulation } from "./simulation.js";

/** Weights of the classes do not keep a logistic regression from its optimum. */
export const logisticConvergence: Simulation = {
  name: "logistic-convergence",
  claim: "A logistic regression with balanced classes converges wherever it does without weights.",
  rounds: { long: 100, short: 20 },
  run: (rounds, seed, tell) =>
    withEngine(async (engine) => {
      let [plain, balanced] = [0, 0];
      const shares: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const positives = await drawLoans(engine, seed * 1_000 + round);
        shares.push((100 * positives) / ROWS);
        if (!(await converges(engine, positives, "none"))) continue;
        plain++;
        if (await converges(engine, positives, "balanced")) balanced++;
        if (round % 20 === 19) tell(`${balanced} of ${plain} converged`);
      }
      return [
        {
          what: `sets of 3,000 loans, ${Math.min(...shares).toFixed(1)} to ${Math.max(...shares).toFixed(1)} % of them bad, that converge with balanced classes`,
          target: "all that converge without",
          found: `${balanced} of ${plain}`,
          met: plain > 0 && balanced === plain,
        },
      ];
    }),
};

const ROWS = 3_000;

const FEATURES = ["x0", "x1", "x2", "x3", "x4"].map((name) => ({ name }));

/**
 * Draws loans as riesgo knows them: few go bad, one feature is an amount in thousands that some lack, one is a count that is
 * mostly small, and one is a flag.
 */
const drawLoans = async (engine: Engine, set: number): Promise<number> => {
  const uniform = (stream: number) => `(hash(i, ${stream + 100 * set}) % 100003 + 0.5) / 100003`;
  const logit = `-5.2 + ${set % 5} * 0.4 + 0.25 * x0 - 0.01 * x2 + 0.3 * x4 + 0.0004 * coalesce(x1, 130)`;
  await engine.run(`
    CREATE OR REPLACE TABLE loans AS
    SELECT i AS observation, i AS entity, x0, x1, x2, x3, x4,
           (${uniform(7)} < 1 / (1 + exp(-(${logit}))))::BIGINT AS label
    FROM (SELECT i, floor(-2 * ln(${uniform(1)})) AS x0,
                 CASE WHEN ${uniform(2)} > 0.2 THEN exp(4 + 1.2 * (${uniform(3)} + ${uniform(9)} - 1)) END AS x1,
                 floor(20 + 50 * ${uniform(4)}) AS x2, floor(-6 * ln(${uniform(5)})) AS x3,
                 (${uniform(6)} < 0.4)::INTEGER AS x4
          FROM range(${ROWS}) AS t(i))`);
  const { positives } = await engine.row<{ positives: number }>(
    "SELECT sum(label)::BIGINT AS positives FROM loans",
  );
  return positives;
};

const converges = async (
  engine: Engine,
  positives: number,
  classWeights: LogisticOptions["classWeights"],
): Promise<boolean> => {
  const observations = named<"observation" | "entity" | "observed_at" | "label">("loans");
  const statistics = await describeFeatures(engine, observations, FEATURES);
  const data = { observations, rows: ROWS, positives, statistics };
  return fitLogistic(engine, data, { kind: "logistic", ridge: 1, classWeights }).then(
    () => true,
    () => false,
  );
};
