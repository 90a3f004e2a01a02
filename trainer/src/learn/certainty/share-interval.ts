import { wilson } from "../../evaluate/wilson.js";
import type { ScoredRows } from "./scored-rows.js";

/**
 * The 95 % interval of a share whose rows hang together by entity: Wilson's, of as many rows as would tell as much if they
 * were independent. A share of 0 or 1 says nothing of how they hang together, so that each entity counts as one row.
 * (Kish, "Survey Sampling", 1965, on design effects.)
 *
 * @param counts whether a row counts, by its number
 * @param hits whether a row that counts is one of the share
 * @returns undefined where no row counts
 */
export const shareInterval = (
  { entities, count }: ScoredRows,
  counts: (row: number) => boolean,
  hits: (row: number) => boolean,
): readonly [low: number, high: number] | undefined => {
  const rowsOf = new Float64Array(count);
  const hitsOf = new Float64Array(count);
  entities.forEach((entity, row) => {
    if (!counts(row)) return;
    rowsOf[entity]! += 1;
    if (hits(row)) hitsOf[entity]! += 1;
  });
  const [all, hit] = [sum(rowsOf), sum(hitsOf)];
  if (all === 0) return undefined;
  const share = hit / all;
  const some = rowsOf.filter((n) => n > 0).length;
  const squares = hitsOf.reduce((total, n, i) => total + (n - share * rowsOf[i]!) ** 2, 0);
  const independent = all * share * (1 - share);
  const effect =
    independent > 0
      ? Math.max(1, ((squares / independent) * some) / Math.max(1, some - 1))
      : all / some;
  const { lower, upper } = wilson(hit / effect, all / effect);
  return [lower, upper];
};

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
