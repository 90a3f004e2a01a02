import type { Engine } from "@despliega/trainer/engine.js";
import {
  fitLogistic,
  type LogisticFit,
  type LogisticOptions,
} from "@despliega/trainer/estimators/logistic/logistic.js";
import { describeFeatures, type FeatureStatistics } from "@despliega/trainer/statistics.js";

import { makeTable } from "../../support/engine.js";

/** A row of features and its label. */
export interface Row {
  readonly x: readonly (number | null)[];
  readonly y: 0 | 1;
}

/** How a test fits: by default without ridge or class weights. */
export interface FitOptions extends Partial<LogisticOptions> {
  /** Default: of the rows themselves. */
  readonly statistics?: readonly FeatureStatistics[];
}

/** Puts rows into the table `training` and describes their features. */
export const describeRows = async (
  engine: Engine,
  rows: readonly Row[],
): Promise<FeatureStatistics[]> => {
  const names = rows[0]!.x.map((_, i) => `x${i}`);
  const columns = {
    observation: "BIGINT",
    label: "BIGINT",
    ...Object.fromEntries(names.map((name) => [name, "DOUBLE"])),
  };
  await makeTable(
    engine,
    "training",
    columns,
    rows.map(({ x, y }, i) => [i, y, ...x]),
  );
  return describeFeatures(
    engine,
    "training",
    names.map((name) => ({ name, type: "number", description: "", missing: "allowed" })),
  );
};

/** Fits the rows. */
export const fitRows = async (
  engine: Engine,
  rows: readonly Row[],
  { statistics, ...options }: FitOptions = {},
): Promise<LogisticFit> => {
  const own = await describeRows(engine, rows);
  return fitLogistic(
    engine,
    {
      table: "training",
      rows: rows.length,
      positives: rows.filter(({ y }) => y === 1).length,
      statistics: statistics ?? own,
    },
    { kind: "logistic", ridge: 0, classWeights: "none", ...options },
  );
};

/** A reproducible stream of numbers in [0, 1). */
export const uniform = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

/** Rows whose labels follow a logistic model of independent features around 0. */
export const drawRows = (count: number, weights: readonly number[], seed = 1): Row[] => {
  const next = uniform(seed);
  return Array.from({ length: count }, () => {
    const x = weights.slice(1).map(() => next() + next() + next() - 1.5);
    const logit = x.reduce((sum, value, i) => sum + weights[i + 1]! * value, weights[0]!);
    return { x, y: next() < 1 / (1 + Math.exp(-logit)) ? 1 : 0 };
  });
};
