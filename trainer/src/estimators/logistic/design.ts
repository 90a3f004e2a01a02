import { double, identifier, type Engine } from "../../engine.js";
import type { FeatureStatistics } from "../../statistics.js";

/** Observations as the optimiser sees them: a view with `z1 … zp` (standardised, filled), `y` and `weight`. */
export interface Design {
  readonly view: string;
  readonly rows: number;
  /** Largest absolute value of the constant and of every column, for the bounds of exact sums. */
  readonly largest: readonly number[];
  readonly largestWeight: number;
}

/** Weights of the two classes. */
export type ClassWeights = readonly [number, number];

/** Makes the design of a table as a view, so that it takes no memory. */
export const makeDesign = async (
  engine: Engine,
  { table, view, rows }: { table: string; view: string; rows: number },
  statistics: readonly FeatureStatistics[],
  [weight0, weight1]: ClassWeights,
): Promise<Design> => {
  const standardised = statistics.map(
    ({ name, mean, deviation }, i) =>
      `(coalesce(${identifier(name)}::DOUBLE, ${double(mean)}) - ${double(mean)}) / ${double(deviation)} AS z${i + 1}`,
  );
  await engine.run(`
    CREATE OR REPLACE VIEW ${view} AS
    SELECT ${standardised.join()}, label::DOUBLE AS y,
           CASE label WHEN 1 THEN ${double(weight1)} ELSE ${double(weight0)} END AS weight
    FROM ${table}`);
  const largest = statistics.map(
    ({ min, max, mean, deviation }) =>
      Math.max(Math.abs(min - mean), Math.abs(max - mean)) / deviation,
  );
  return { view, rows, largest: [1, ...largest], largestWeight: Math.max(weight0, weight1) };
};
