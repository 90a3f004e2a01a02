import type { Engine } from "../engine/engine.js";
import { exactSum } from "../engine/exact-sum.js";

/**
 * The mean of the errors as shares of their labels. Labels of 0 are left out, since no error is a share of 0.
 *
 * @param from a query that returns `label` and `score`, both DOUBLE
 * @returns undefined when every label is 0, or when one is so near to 0 that the mean is not finite
 */
export const mape = async (engine: Engine, from: string): Promise<number | undefined> => {
  const shares = `SELECT abs(score - label) / abs(label) AS share FROM (${from}) WHERE label <> 0`;
  const { n, largest } = await engine.row<{ n: number; largest: number | null }>(
    `SELECT count(*) AS n, max(share) AS largest FROM (${shares})`,
  );
  if (largest === null || !Number.isFinite(n * largest)) return undefined;
  const { total } = await engine.row<{ total: number }>(
    `SELECT ${exactSum("share", n * largest)} AS total FROM (${shares})`,
  );
  return total / n;
};
