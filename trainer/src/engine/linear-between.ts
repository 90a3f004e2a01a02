import { double } from "./sql.js";

/**
 * SQL of the function through the given points, with the operations of `linearBetween` of the storage: linear between two
 * of them, constant before the first and after the last. The two points around a value are found by halves, so that the
 * engine compares it with few of them.
 *
 * @param x SQL of type DOUBLE
 * @param at where the points are, each above the one before, at least one
 * @param values one for each point
 */
export const linearBetweenSql = (
  x: string,
  at: readonly number[],
  values: readonly number[],
): string => {
  const between = (low: number, high: number): string => {
    if (high - low === 1) {
      const share = `(${x} - ${double(at[low]!)}) / ${double(at[high]! - at[low]!)}`;
      return `${double(values[low]!)} + ${share} * ${double(values[high]! - values[low]!)}`;
    }
    const middle = (low + high) >> 1;
    return `CASE WHEN ${x} >= ${double(at[middle]!)} THEN ${between(middle, high)} ELSE ${between(low, middle)} END`;
  };
  const last = at.length - 1;
  return `(CASE WHEN ${x} <= ${double(at[0]!)} THEN ${double(values[0]!)}
    WHEN ${x} >= ${double(at[last]!)} THEN ${double(values[last]!)}
    ${last === 0 ? "" : `ELSE ${between(0, last)}`} END)`;
};
