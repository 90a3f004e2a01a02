import type { Engine } from "@despliega/trainer/engine.js";
import {
  fitLinear,
  type LinearFit,
  type LinearOptions,
} from "@despliega/trainer/estimators/linear/linear.js";
import { describeFeatures } from "@despliega/trainer/statistics.js";

import { makeTable } from "../../support/engine.js";
import type { Row } from "./oracle.js";

/** Rows of as many features as there are slopes, on scales of their own, the second with gaps where there is one. */
export const drawRows = (count: number, slopes: readonly number[], intercept = 3): Row[] => {
  let state = 2024;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return Array.from({ length: count }, (_, n) => {
    const full = slopes.map((__, i) => 10 ** i * (uniform() - 0.3));
    const noise = uniform() - 0.5;
    const y = full.reduce((sum, value, i) => sum + slopes[i]! * value, intercept + noise);
    return { x: full.map((value, i) => (i === 1 && n % 7 === 0 ? null : value)), y };
  });
};

/** Fits a table with the columns `x0`, `x1` and so on. */
export const fitTable = async (
  engine: Engine,
  table: string,
  features: number,
  options: Partial<LinearOptions> = {},
): Promise<LinearFit> => {
  const statistics = await describeFeatures(
    engine,
    table,
    Array.from({ length: features }, (_, i) => ({
      name: `x${i}`,
      type: "number" as const,
      description: "",
      missing: "allowed" as const,
    })),
  );
  return fitLinear(engine, { table, statistics }, { kind: "linear", ridge: 0, ...options });
};

/** Puts rows into the table `training` and fits them, by default without ridge. */
export const fitRows = async (
  engine: Engine,
  rows: readonly Row[],
  options?: Partial<LinearOptions>,
): Promise<LinearFit> => {
  const names = rows[0]!.x.map((_, i) => `x${i}`);
  const columns = {
    observation: "BIGINT",
    label: "DOUBLE",
    ...Object.fromEntries(names.map((name) => [name, "DOUBLE"])),
  };
  await makeTable(
    engine,
    "training",
    columns,
    rows.map(({ x, y }, i) => [i, y, ...x]),
  );
  return fitTable(engine, "training", names.length, options);
};
