import type { Engine } from "@despliega/trainer/engine/engine.js";
import { coverage } from "@despliega/trainer/evaluate/coverage.js";
import type { Interval } from "@despliega/trainer/evaluate/evaluation.js";
import { evaluateRegression } from "@despliega/trainer/evaluate/regression.js";
import type { RegressionReport } from "@despliega/trainer/report/report-data.js";

import { makeLognormal } from "../support/lognormal.js";
import { importance, search, selection } from "./choices.js";
import { amountShapes } from "./shapes.js";
import { named } from "../../support/relations.js";

const scale = { of: "log", smearing: 1.18 } as const;
const interval = {
  level: 0.9,
  by: "factor",
  at: [1e6, 1e8],
  lower: [0.37, 0.37],
  upper: [2.69, 2.69],
} satisfies Interval;

/** The report of an invented model whose answers are off by a factor, measured by the real evaluation. */
export const regressionSample = async (engine: Engine): Promise<RegressionReport> => {
  await makeLognormal(engine, "films", 1_500);
  return {
    model: "films",
    question: "How much will a film gross worldwide?",
    words: { observations: "films", target: "worldwide gross", unit: "US dollars" },
    inputs: [
      {
        name: "films.csv",
        rows: 7_512,
        rejected: 12,
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        bytes: 812_345,
      },
    ],
    asOf: null,
    training: { from: null, to: null, observations: 6_000 },
    test: { from: null, to: null, observations: 1_500 },
    scale,
    features: [
      {
        name: "opening_gross",
        description: "Gross of the first weekend, in US dollars",
        range: [102, 257_698_183],
        mean: 18_213_456.5,
        missing: 0,
      },
      {
        name: "screens",
        description: "Screens in the first weekend",
        range: [1, 4_662],
        mean: 2_210.3,
        missing: 14,
      },
    ],
    coefficients: [
      { feature: "opening_gross", estimate: 0.8121, standardError: 0.0281 },
      { feature: "screens", estimate: -0.0448, standardError: 0.0197 },
    ],
    quality: [{ name: "films.csv", kept: 7_500, causes: [], repeated: 0, columns: [] }],
    isSensitive: false,
    shapes: amountShapes,
    dependence: [],
    certainty: {
      intervals: { level: 0.95, metrics: { mae: [31_000_000, 36_000_000] } },
      cases: { mae: 1_500 },
    },
    importance: { ...importance, metric: "log_r2" },
    selection: { ...selection, metric: "log_r2" },
    search: { ...search, metric: "log_rmse" },
    evaluation: await evaluateRegression(engine, named("films"), 1_500, { scale, interval }),
    floors: [{ rule: "r2 at least 0.5", passed: true, value: 0.6134, bound: 0.5 }],
    parameters: { test_share: 0.2, seed: 1, estimator: "linear", level: 0.9 },
  };
};

/** The same of a model that adds up on the target's own scale and has dates. */
export const plainRegressionSample = async (engine: Engine): Promise<RegressionReport> => {
  const {
    scale: _scale,
    search: _search,
    selection: _selection,
    importance: _importance,
    ...same
  } = await regressionSample(engine);
  await engine.run(`
    CREATE OR REPLACE TABLE degrees AS
    SELECT observation, temperature + 8 * ln(label / score) AS label, temperature AS score FROM (SELECT *, 3 * ln(score) - 30 AS temperature FROM films)`);
  const differences = {
    level: 0.8,
    by: "difference",
    at: [0],
    lower: [-6.2],
    upper: [6.4],
  } satisfies Interval;
  return {
    ...same,
    words: { observations: "days", target: "temperature", unit: "degrees" },
    asOf: "2022-01-01",
    training: { from: "2016-01-04", to: "2020-11-30", observations: 6_000 },
    test: { from: "2020-12-01", to: "2021-12-31", observations: 1_500 },
    evaluation: {
      ...(await evaluateRegression(engine, named("degrees"), 1_500, {})),
      interval: await coverage(engine, named("degrees"), differences),
    },
  };
};
