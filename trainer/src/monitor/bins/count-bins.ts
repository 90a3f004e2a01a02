import type { Engine } from "../../engine/engine.js";
import type { CountedValues } from "./counted-values.js";

/** How many rows have each bin. */
export interface BinCounts {
  /** By the place of the bin. */
  readonly counts: readonly number[];
  readonly missing: number;
}

/** Counts rows by bin. @param bin SQL of the place of a value, from 0; NULL where it is missing */
export const countBins = async (
  engine: Engine,
  { name }: CountedValues,
  bin: string,
  bins: number,
): Promise<BinCounts> => {
  const rows = await engine.rows<{ bin: number | null; n: number }>(
    `SELECT bin, sum(n) AS n FROM (SELECT ${bin} AS bin, n FROM ${name}) GROUP BY bin`,
  );
  const counts = Array.from({ length: bins }, () => 0);
  let missing = 0;
  for (const { bin: place, n } of rows)
    if (place === null) missing = n;
    else counts[place] = n;
  return { counts, missing };
};

/** Counts by fewer edges. @param fine edges, all of `edges` among them */
export const coarser = (
  counts: readonly number[],
  fine: readonly number[],
  edges: readonly number[],
): number[] => {
  const sums = Array.from({ length: edges.length + 1 }, () => 0);
  let bin = 0;
  counts.forEach((count, i) => {
    if (i > 0 && fine[i - 1] === edges[bin]) bin += 1;
    sums[bin]! += count;
  });
  return sums;
};
