import type { Engine } from "@despliega/trainer/engine/engine.js";
import {
  describeFeatures,
  type FeatureStatistics,
} from "@despliega/trainer/estimators/statistics.js";

import { makeTable } from "../support/engine.js";
import { named } from "../../support/relations.js";

/** A row of features and its label. */
export interface Row<Label extends number = number> {
  readonly x: readonly (number | null)[];
  readonly y: Label;
  /** Default: one for each row. */
  readonly entity?: number;
}

/** A reproducible stream of numbers in [0, 1). */
export const uniform = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

/** Describes the features `x0`, `x1` and so on of a table. */
export const describeTable = (
  engine: Engine,
  table: string,
  features: number,
): Promise<FeatureStatistics[]> =>
  describeFeatures(
    engine,
    named(table),
    Array.from({ length: features }, (_, i) => ({
      name: `x${i}`,
      type: "number" as const,
      description: "",
      missing: "allowed" as const,
    })),
  );

/** Puts rows into the table `training` and describes their features. */
export const describeRows = async (
  engine: Engine,
  rows: readonly Row[],
  label: "BIGINT" | "DOUBLE",
): Promise<FeatureStatistics[]> => {
  const features = rows[0]!.x.length;
  const columns = {
    observation: "BIGINT",
    entity: "BIGINT",
    label,
    ...Object.fromEntries(Array.from({ length: features }, (_, i) => [`x${i}`, "DOUBLE"])),
  };
  const values = rows.map(({ x, y, entity }, i) => [i, entity ?? i, y, ...x]);
  await makeTable(engine, "training", columns, values);
  return describeTable(engine, "training", features);
};

/** Features with mean 0 and deviation 1, the mean for what is missing, behind a column of ones; in plain loops. */
export const standardise = (rows: readonly Row[]): number[][] => {
  const columns = rows[0]!.x.map((_, i) => {
    const there = rows.map(({ x }) => x[i]!).filter((value) => value !== null);
    const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
    const filled = rows.map(({ x }) => (x[i] ?? mean) - mean);
    const deviation = Math.sqrt(filled.reduce((sum, d) => sum + d * d, 0) / rows.length);
    return filled.map((d) => d / deviation);
  });
  return rows.map((_, n) => [1, ...columns.map((column) => column[n]!)]);
};
