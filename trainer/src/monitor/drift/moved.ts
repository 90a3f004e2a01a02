import type { Comparison } from "@despliega/storage";

import { chiSquare } from "./chi-square.js";
import { jensenShannon, sharesOf, stabilityIndex } from "./distances.js";
import { kolmogorovSmirnov } from "./kolmogorov.js";

/** Counts of one feature or score over bins that were fixed at training. */
export interface Counted {
  readonly kind: "numbers" | "names";
  readonly counts: readonly number[];
  /** By narrower bins, of numbers. */
  readonly fine?: readonly number[] | undefined;
  readonly missing: number;
  /** Names that are none of the bins; 0 of numbers. */
  readonly other: number;
}

/** How far counts moved, before it is known how many other comparisons there are. */
export type Moved = Omit<Comparison, "adjusted" | "threshold" | "drifted">;

/** The counts of all bins, other names and missing values last. */
export const binsOf = ({ kind, counts, other, missing }: Counted): number[] => [
  ...counts,
  ...(kind === "names" ? [other] : []),
  missing,
];

/**
 * Compares two counts of the same feature. Missing values and new names are bins of their own, so that they move the distances;
 * of numbers the tests of present values and of their share are two, and p is twice the smaller one.
 */
export const movedBetween = (then: Counted, now: Counted): Moved => {
  const [before, after] = [binsOf(then), binsOf(now)];
  const shares = [sharesOf(before), sharesOf(after)] as const;
  const distances = {
    psi: stabilityIndex(...shares),
    jensenShannon: jensenShannon(...shares),
  };
  if (then.kind === "names") {
    const test = chiSquare(before, after);
    return { ...distances, chiSquare: test, p: test.p };
  }
  const ks =
    then.fine === undefined || now.fine === undefined
      ? kolmogorovSmirnov(then.counts, now.counts)
      : kolmogorovSmirnov(then.fine, now.fine);
  if (then.missing + now.missing === 0) return { ...distances, ks, p: ks.p };
  const missing = chiSquare(presence(then), presence(now));
  return { ...distances, ks, chiSquare: missing, p: Math.min(1, 2 * Math.min(ks.p, missing.p)) };
};

const presence = ({ counts, missing }: Counted): number[] => [
  counts.reduce((sum, count) => sum + count, 0),
  missing,
];
