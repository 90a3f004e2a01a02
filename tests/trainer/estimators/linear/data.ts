import type { Engine } from "@despliega/trainer/engine/engine.js";
import {
  fitLinear,
  type LinearFit,
  type LinearOptions,
} from "@despliega/trainer/estimators/linear/linear.js";

import { describeRows, describeTable, uniform, type Row } from "../rows.js";
import { named } from "../../../support/relations.js";

/** Rows of as many features as there are slopes, on scales of their own, the second with gaps where there is one. */
export const drawRows = (count: number, slopes: readonly number[], intercept = 3): Row[] => {
  const next = uniform(2024);
  return Array.from({ length: count }, (_, n) => {
    const full = slopes.map((__, i) => 10 ** i * (next() - 0.3));
    const noise = next() - 0.5;
    const y = full.reduce((sum, value, i) => sum + slopes[i]! * value, intercept + noise);
    return { x: full.map((value, i) => (i === 1 && n % 7 === 0 ? null : value)), y };
  });
};

const plain = { kind: "linear", ridge: 0 } as const;

/** Fits a table with the columns `x0`, `x1` and so on, by default without ridge. */
export const fitTable = async (
  engine: Engine,
  table: string,
  features: number,
  options: Partial<LinearOptions> = {},
): Promise<LinearFit> => {
  const statistics = await describeTable(engine, table, features);
  return fitLinear(engine, { observations: named(table), statistics }, { ...plain, ...options });
};

/** Puts rows into the table `training` and fits them, by default without ridge. */
export const fitRows = async (
  engine: Engine,
  rows: readonly Row[],
  options: Partial<LinearOptions> = {},
): Promise<LinearFit> => {
  const statistics = await describeRows(engine, rows, "DOUBLE");
  return fitLinear(
    engine,
    { observations: named("training"), statistics },
    { ...plain, ...options },
  );
};
