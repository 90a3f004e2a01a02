import { answerOf, worthOf } from "./answer.js";
import { categoryOrder } from "./categories.js";
import { ENTRIES, type GroundFeature } from "./ground.js";
import type { Mass } from "./mass.js";
import { CODES } from "./nodes.js";

/** The node that is split; one object stands for one node after the other. */
export interface SplitNode {
  rows: number;
  gradient: number;
  mass: number;
  hessian: number;
  /** What monotone splits above leave for its answer. */
  lower: number;
  upper: number;
  /** What its best answer lowers the objective by. */
  worth: number;
}

/** The best split of a node that was found. */
export interface Split {
  /** How far it lowers the objective; 0 while there is none. */
  gain: number;
  feature: number;
  /** The place in `order` of the last bin that goes left. */
  last: number;
  /** How many bins `order` has; the others go where missing values go. */
  known: number;
  readonly order: Uint8Array;
  missingRight: 0 | 1;
  /** Sums over the rows that go left. */
  gradient: number;
  mass: number;
}

/** No split yet. */
export const newSplit = (): Split => ({
  gain: 0,
  feature: 0,
  last: 0,
  known: 0,
  order: new Uint8Array(CODES - 1),
  missingRight: 0,
  gradient: 0,
  mass: 0,
});

/** What every split of a fit keeps to. */
export interface SplitRules {
  readonly l2: number;
  /** Rows that each side has at least. */
  readonly minLeaf: number;
  /** Rows of a node that a category needs to be told apart from missing values. */
  readonly minCategory: number;
}

/** Each side's hessians add up to at least this, so that a leaf of rows that are told already has no wild answer. */
const MIN_HESSIAN = 1e-3;

const BY_VALUE = Uint8Array.from({ length: 255 }, (_, bin) => bin);

/**
 * Makes the search for the best split of `node` by one feature, which replaces `best` by a better one.
 *
 * A side gains what its best answer is worth; without bounds that is G² / (H + l2), of its sums G of gradients and H of
 * hessians. Missing values are tried on both sides. (Chen and Guestrin, "XGBoost: A Scalable Tree Boosting System", 2016,
 * equation 7 and algorithm 3.)
 */
export const splitSearch = (
  node: SplitNode,
  best: Split,
  mass: Mass,
  { l2, minLeaf, minCategory }: SplitRules,
): ((histogram: Float64Array, feature: GroundFeature, number: number) => void) => {
  const byGradient = new Uint8Array(255);
  const sortCategories = categoryOrder(mass, minCategory);
  const { shift } = mass;
  // A power of two, whose inverse is exact.
  const shiftBack = 1 / shift;
  // Sums over the rows whose bins are not in the order: numbers that are passed on would be put on the heap.
  const lost = new Float64Array(2);

  /** Tries every place to cut an order of bins; the bins that are not in it are on the left at the start, or not. */
  const cut = (
    histogram: Float64Array,
    { offset, direction }: GroundFeature,
    number: number,
    order: Uint8Array,
    known: number,
    missingRight: 0 | 1,
  ): void => {
    const { rows, lower, upper, hessian, worth: whole } = node;
    const all = node.gradient;
    const { quantum } = mass;
    const free = direction === 0 && lower === -Infinity && upper === Infinity;
    let g = missingRight === 1 ? 0 : lost[0]!;
    let m = missingRight === 1 ? 0 : lost[1]!;
    let most = best.gain + whole;
    let last = -1;
    let bestG = 0;
    let bestM = 0;
    for (let k = 0; k < known; k++) {
      const at = offset + 2 * order[k]!;
      const added = histogram[at + 1]!;
      if (added === 0) continue;
      g += histogram[at]!;
      m += added;
      const quanta = Math.floor(m * shiftBack);
      const n = m - quanta * shift;
      if (n < minLeaf) continue;
      if (rows - n < minLeaf) break;
      const h = quanta * quantum;
      const rest = hessian - h;
      if (h < MIN_HESSIAN || rest < MIN_HESSIAN) continue;
      const r = all - g;
      if (free) {
        // The quotients of both sides on one denominator, so that a place that is no better needs no division.
        const worth = g * g * (rest + l2) + r * r * (h + l2);
        const denominator = (h + l2) * (rest + l2);
        if (!(worth > most * denominator)) continue;
        most = worth / denominator;
      } else {
        const left = answerOf(g, h, l2, lower, upper);
        const right = answerOf(r, rest, l2, lower, upper);
        if (direction !== 0 && k < known - 1 && direction * (right - left) < 0) continue;
        const worth = worthOf(g, h, l2, left) + worthOf(r, rest, l2, right);
        if (!(worth > most)) continue;
        most = worth;
      }
      last = k;
      bestG = g;
      bestM = m;
    }
    if (last < 0 || !(most > best.gain + whole)) return;
    best.gain = most - whole;
    best.feature = number;
    best.last = last;
    best.known = known;
    best.order.set(order);
    best.missingRight = missingRight;
    best.gradient = bestG;
    best.mass = bestM;
  };

  return (histogram, feature, number) => {
    const { offset, bins, unordered } = feature;
    const order = unordered ? byGradient : BY_VALUE;
    const known = unordered ? sortCategories(histogram, feature, byGradient) : bins;
    lost[0] = histogram[offset + ENTRIES * bins]!;
    lost[1] = histogram[offset + ENTRIES * bins + 1]!;
    if (unordered) {
      lost[0] = node.gradient;
      lost[1] = node.mass;
      for (let k = 0; k < known; k++) {
        lost[0] -= histogram[offset + ENTRIES * order[k]!]!;
        lost[1] -= histogram[offset + ENTRIES * order[k]! + 1]!;
      }
    }
    cut(histogram, feature, number, order, known, 1);
    if (lost[1] > 0) cut(histogram, feature, number, order, known, 0);
  };
};
