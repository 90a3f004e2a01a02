import type { Engine } from "../engine/engine.js";
import { exactSum } from "../engine/exact-sum.js";
import { double } from "../engine/sql.js";

/** Metrics of a regression, with the mean of the labels. */
export interface ErrorMetrics {
  /** Share of the labels' variation that the answers explain; 1 or 0 where all labels are equal. */
  readonly r2: number;
  readonly mae: number;
  readonly rmse: number;
  /** Mean of answer less label: above 0 the answers are too high. */
  readonly bias: number;
  readonly mean: number;
}

/**
 * Measures answers against labels.
 *
 * @param from a query that returns `label` and `score`, both DOUBLE
 * @param observations its rows
 */
export const errorMetrics = async (
  engine: Engine,
  from: string,
  observations: number,
): Promise<ErrorMetrics> => {
  const { low, high, farthest } = await engine.row<{ low: number; high: number; farthest: number }>(
    `SELECT min(label) AS low, max(label) AS high, max(abs(score - label)) AS farthest FROM (${from})`,
  );
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const sums = await engine.row<{
    labels: number;
    bias: number;
    absolute: number;
    square: number;
  }>(`
    SELECT ${exactSum("label", observations * largest)} AS labels,
           ${exactSum("score - label", observations * farthest)} AS bias,
           ${exactSum("abs(score - label)", observations * farthest)} AS absolute,
           ${exactSum("(score - label) * (score - label)", observations * farthest ** 2)} AS square
    FROM (${from})`);
  const mean = Math.min(Math.max(sums.labels / observations, low), high);
  const distance = `(label - ${double(mean)})`;
  const { variation } = await engine.row<{ variation: number }>(
    `SELECT ${exactSum(`${distance} * ${distance}`, observations * (high - low) ** 2)} AS variation FROM (${from})`,
  );
  return {
    r2: variation > 0 ? 1 - sums.square / variation : Number(sums.square === 0),
    mae: sums.absolute / observations,
    rmse: Math.sqrt(sums.square / observations),
    bias: sums.bias / observations,
    mean,
  };
};
