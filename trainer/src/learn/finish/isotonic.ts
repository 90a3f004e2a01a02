import type { Calibration } from "@despliega/storage";

import type { Points } from "./points.js";

/** Neighbours in the order of the sums that have one probability. */
interface Block {
  count: number;
  positives: number;
  total: number;
  readonly least: number;
  most: number;
}

/**
 * Learns the rising steps that are nearest to the labels, by joining neighbours that fall (the pool adjacent violators of
 * Ayer and others, "An Empirical Distribution Function for Sampling with Incomplete Information", 1955; for scores:
 * Zadrozny and Elkan, 2002). The mean sum of each step is a point with the share of class 1 there, and probabilities
 * between points are linear. A share of 0 or 1 of n points counts as 1 / (n + 2) or 1 less that, since no n points show
 * that the other class is impossible.
 *
 * @param points in rising order of their sum
 * @returns undefined where there is one step only
 */
export const learnIsotonic = ({ labels, sums: [sums] }: Points): Calibration | undefined => {
  const blocks = poolAdjacent(labels, sums!);
  if (blocks.length < 2) return undefined;
  const at = blocks.map(({ total, count, least, most }) =>
    Math.min(Math.max(total / count, least), most),
  );
  const shares = blocks.map(({ positives, count }) => positives / count);
  const inner = shares.filter((share) => share > 0 && share < 1);
  const [least = 1, most = 0] = [inner[0], inner.at(-1)];
  const probability = shares.map((share, i) => {
    const chance = 1 / (blocks[i]!.count + 2);
    if (share === 0) return Math.min(chance, least, 0.5);
    if (share === 1) return Math.max(1 - chance, most, 0.5);
    return share;
  });
  return { method: "isotonic", at, probability };
};

/** Rising steps: each has a larger share of class 1 than the one before. Equal sums are in one step. */
const poolAdjacent = (labels: Float64Array, sums: Float64Array): readonly Block[] => {
  const blocks: Block[] = [];
  for (let i = 0; i < sums.length;) {
    const sum = sums[i]!;
    const block: Block = { count: 0, positives: 0, total: 0, least: sum, most: sum };
    for (; i < sums.length && sums[i] === sum; i++) {
      block.count += 1;
      block.positives += labels[i]!;
      block.total += sum;
    }
    let last = block;
    for (
      let before = blocks.at(-1);
      before !== undefined && !rises(before, last);
      before = blocks.at(-1)
    ) {
      blocks.pop();
      before.count += last.count;
      before.positives += last.positives;
      before.total += last.total;
      before.most = last.most;
      last = before;
    }
    blocks.push(last);
  }
  return blocks;
};

/** Compares shares without a division. */
const rises = (before: Block, after: Block): boolean =>
  before.positives * after.count < after.positives * before.count;
