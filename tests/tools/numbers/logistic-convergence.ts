import type { Engine } from "@despliega/trainer/engine/engine.js";
import {
  fitLogistic,
  type LogisticOptions,
} from "@despliega/trainer/estimators/logistic/logistic.js";
import { describeFeatures } from "@despliega/trainer/estimators/statistics.js";

import { named } from "../../support/relations.js";
import { withEngine } from "./lib/with-engine.js";
import type { Figure, Simulation } from "./simulation.js";

/** Weights of the classes do not keep a logistic regression from its optimum. */
export const logisticConvergence: Simulation = {
  name: "logistic-convergence",
  claim: "A logistic regression with balanced classes converges wherever it does without weights.",
  rounds: { long: 100, short: 4 },
  run: (rounds, seed, tell) =>
    withEngine(async (engine) => {
      const figures: Figure[] = [];
      for (const sets of [loans, tails])
        figures.push(await tried(engine, sets, rounds, seed, tell));
      return figures;
    }),
};

/** Sets of one kind. */
interface Sets {
  readonly of: string;
  /** SQL of the features `x0` to `x4` and of the log-odds `sum`, by numbers that `uniform` draws for each row and stream. */
  readonly select: (uniform: (stream: number) => string, set: number) => string;
}

const tried = async (
  engine: Engine,
  sets: Sets,
  rounds: number,
  seed: number,
  tell: (line: string) => void,
): Promise<Figure> => {
  let [plain, balanced] = [0, 0];
  const shares: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const positives = await draw(engine, sets, seed * 1_000 + round);
    shares.push((100 * positives) / ROWS);
    if (!(await converges(engine, positives, "none"))) continue;
    plain++;
    if (await converges(engine, positives, "balanced")) balanced++;
  }
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  const found = `${balanced} of ${plain}`;
  tell(`${sets.of}: ${found}`);
  return {
    what: `sets of 3,000 ${sets.of}, ${least.toFixed(1)} to ${most.toFixed(1)} % of class 1, that converge with balanced classes`,
    target: "all that converge without",
    found,
    met: plain > 0.9 * rounds && balanced === plain,
  };
};

const ROWS = 3_000;

const FEATURES = ["x0", "x1", "x2", "x3", "x4"].map((name) => ({ name }));

/** Loans as riesgo knows them: one feature is an amount that some lack, one a count that is mostly small, one a flag. */
const loans: Sets = {
  of: "loans",
  select: (uniform, set) => `
    *, -5.2 + ${set % 5} * 0.4 + 0.25 * x0 - 0.01 * x2 + 0.3 * x4 + 0.0004 * coalesce(x1, 130) AS sum
    FROM (SELECT i, floor(-2 * ln(${uniform(1)})) AS x0,
                 CASE WHEN ${uniform(2)} > 0.2 THEN exp(4 + 1.2 * (${uniform(3)} + ${uniform(9)} - 1)) END AS x1,
                 floor(20 + 50 * ${uniform(4)}) AS x2, floor(-6 * ln(${uniform(5)})) AS x3,
                 (${uniform(6)} < 0.4)::INTEGER AS x4
          FROM range(${ROWS}) AS t(i))`,
};

/** Features with tails so long that single rows are a hundred deviations from the mean, and a flag that few rows have. */
const tails: Sets = {
  of: "rows of features with long tails",
  select: (uniform, set) => `
    *, -6 + ${set % 3} * 1.5 + 0.5 * ln(x0) + 1.5 * x1 + 0.1 * least(x2, 5) + 0.5 * x3 AS sum
    FROM (SELECT i, exp(4 * sqrt(-2 * ln(${uniform(1)})) * cos(2 * pi() * ${uniform(2)})) AS x0,
                 (${uniform(3)} < 0.02)::INTEGER AS x1, tan(pi() * (${uniform(4)} - 0.5)) AS x2,
                 ${uniform(5)} AS x3, ${uniform(6)} AS x4
          FROM range(${ROWS}) AS t(i))`,
};

const draw = async (engine: Engine, { select }: Sets, set: number): Promise<number> => {
  const uniform = (stream: number) =>
    `((hash(i, ${stream + 100 * set}) % 1000003 + 0.5) / 1000003)`;
  await engine.run(`
    CREATE OR REPLACE TABLE drawn AS
    SELECT i AS observation, i AS entity, x0, x1, x2, x3, x4,
           (${uniform(7)} < 1 / (1 + exp(-sum)))::BIGINT AS label
    FROM (SELECT ${select(uniform, set)})`);
  const { positives } = await engine.row<{ positives: number }>(
    "SELECT sum(label)::BIGINT AS positives FROM drawn",
  );
  return positives;
};

const converges = async (
  engine: Engine,
  positives: number,
  classWeights: NonNullable<LogisticOptions["classWeights"]>,
): Promise<boolean> => {
  const observations = named<"observation" | "entity" | "observed_at" | "label">("drawn");
  const statistics = await describeFeatures(engine, observations, FEATURES);
  const data = { observations, rows: ROWS, positives, statistics };
  return fitLogistic(engine, data, { kind: "logistic", ridge: 1, classWeights }).then(
    () => true,
    () => false,
  );
};
