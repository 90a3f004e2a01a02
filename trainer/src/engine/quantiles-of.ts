import type { Engine } from "./engine.js";

/**
 * Quantiles of numbers: for each share, the smallest number that at least this share of them does not exceed.
 *
 * @param expression SQL of a number
 * @param from SQL of the rows, of which there is at least one
 */
export const quantilesOf = async (
  engine: Engine,
  expression: string,
  shares: readonly number[],
  from: string,
): Promise<number[]> => {
  const { quantiles, item } = engine.dialect;
  const columns = shares.map((_, i) => `${item("found", i)} AS q${i}`);
  const found = await engine.row<Record<string, number>>(
    `SELECT ${columns.join()} FROM (SELECT ${quantiles(expression, shares)} AS found FROM ${from})`,
  );
  return shares.map((_, i) => found[`q${i}`]!);
};
