import type { Engine } from "../engine.js";
import type { Relation } from "../relation.js";
import { repeatedByHash } from "../repeated.js";
import { identifier } from "../sql.js";
import { kindOfType } from "./kind-of-type.js";

/** Most bits for each value, which then take no more room than the value. */
const BITS_EACH = 64;

/** Most bits of all, which each thread has of its own. */
const MOST_BITS = 1e8;

/**
 * Counts repeated values, as `Engine.repeated` does. Whole numbers that lie near each other set a bit each, which takes a third
 * of the time of looking each up.
 */
export const repeatedIn = async (
  engine: Pick<Engine, "row">,
  relation: Relation,
  column: string,
  where = "true",
): Promise<number> => {
  const value = identifier(column);
  const from = `FROM ${relation.name} WHERE ${where}`;
  const { n, type, low, high } = await engine.row<{
    n: number;
    type: string;
    low: number | null;
    high: number | null;
  }>(`
    SELECT count(${value}) AS n, typeof(min(${value})) AS type,
           TRY_CAST(min(${value}) AS BIGINT) AS low, TRY_CAST(max(${value}) AS BIGINT) AS high ${from}`);
  if (n === 0) return 0;
  const isNear =
    kindOfType(type) === "integer" &&
    Number.isSafeInteger(low) &&
    Number.isSafeInteger(high) &&
    high! - low! < Math.min(BITS_EACH * n, MOST_BITS);
  if (!isNear) return repeatedByHash(engine, relation, column, where);
  const { different } = await engine.row<{ different: number }>(
    `SELECT bit_count(bitstring_agg(${value}, ${low!}, ${high!})) AS different ${from}`,
  );
  return n - different;
};
