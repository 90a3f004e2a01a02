import { double } from "../../engine/sql.js";

/**
 * SQL of the bin of a number: how many edges are below it, and NULL where it is missing. Each value is compared with about as
 * many edges as the logarithm of their number.
 */
export const binSql = (value: string, edges: readonly number[]): string => {
  const between = (low: number, high: number): string => {
    if (low === high) return `${low}`;
    const middle = (low + high) >> 1;
    const [below, above] = [between(low, middle), between(middle + 1, high)];
    return `CASE WHEN ${value} <= ${double(edges[middle]!)} THEN ${below} ELSE ${above} END`;
  };
  return `CASE WHEN ${value} IS NOT NULL THEN ${between(0, edges.length)} END`;
};
