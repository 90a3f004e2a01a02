import type { ScoredRows } from "../../learn/certainty/scored-rows.js";
import { shareInterval } from "../../learn/certainty/share-interval.js";
import type { Known } from "./figure.js";
import { ratioOfRows } from "./ratio-of-rows.js";

/**
 * The share of the rows that hit, of those that count, with Wilson's interval.
 *
 * @param hits whether a row that counts is one of the share
 */
export const shareOfRows = (
  rows: ScoredRows,
  counts: (row: number) => boolean,
  hits: (row: number) => boolean,
): Known => {
  const { value, deviation } = ratioOfRows(
    rows,
    (row) => Number(counts(row) && hits(row)),
    (row) => Number(counts(row)),
  );
  return { value, deviation, interval: shareInterval(rows, counts, hits) };
};
