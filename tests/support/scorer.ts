import type { Scorer } from "@despliega/storage";

/** A scorer of one output whose sum is its answer, and which no feature moves. */
export const scorerBy = (score: (row: Float64Array) => number): Scorer => {
  const write = (row: Float64Array, into: Float64Array) => {
    into[0] = score(row);
  };
  return {
    outputs: 1,
    score,
    scores: write,
    scoresOfRows: (rows, into) => {
      const width = rows.length / into.length;
      into.forEach((_, at) => {
        into[at] = score(rows.subarray(at * width, (at + 1) * width));
      });
    },
    tolerance: 0,
    sums: write,
    contributionSteps: () => 0,
    contributions: (row) => ({ base: score(row), moved: row.map(() => 0), sum: score(row) }),
  };
};
