import type { Draw } from "../draw.js";
import { between, MISSING, type BinnedFeature } from "../trees/bins.js";
import type { Tree } from "../trees/join.js";
import { newSplit, type Split } from "./best-split.js";
import { nodeRows, openNode, partition } from "./node.js";
import { splitSearch } from "./split.js";

/** A feature that trees split by. */
export interface ForestFeature extends BinnedFeature {
  readonly unordered: boolean;
}

/** What all trees of a forest grow from. */
export interface Ground {
  readonly features: readonly ForestFeature[];
  readonly target: Float64Array;
  /** Numbers in the answer of a leaf: 1, or the number of classes from three classes on. */
  readonly outputs: number;
  /** Of each row. */
  readonly weights: Float64Array;
  readonly maxDepth: number;
  readonly minLeaf: number;
  readonly featuresPerSplit: number;
}

/**
 * Makes what grows tree after tree in the same memory, level by level.
 *
 * Growing takes how often each row was drawn and the stream that features are drawn from, and adds what each split
 * gained to its feature's entry in `gains`.
 */
export const growTrees = (
  ground: Ground,
): ((bag: Uint16Array, draw: Draw, gains: Float64Array) => Tree) => {
  const { features, target, outputs, weights, maxDepth, minLeaf } = ground;
  const size = target.length;
  const node = nodeRows(size, outputs);
  const best = newSplit();
  const search = splitSearch(node, best, minLeaf);
  const order = Uint32Array.from(features, (_, feature) => feature);
  // Of each node of the tree: where its rows start and end, and how deep it is.
  const spans = new Uint32Array(3 * 2 * size);
  const feature = new Int32Array(2 * size);
  const threshold = new Float64Array(size);
  const missingRight = new Uint8Array(size);
  const value = new Float64Array(size * outputs);
  const cover = new Float64Array(size);
  const goesLeft = new Uint8Array(MISSING + 1);

  /** Tries features in random order until enough were tried and one of them varied. */
  const findSplit = (draw: Draw): boolean => {
    best.gain = -1;
    let varied = false;
    for (let tried = 0; tried < order.length; tried++) {
      if (tried >= ground.featuresPerSplit && varied) break;
      const at = tried + draw(order.length - tried);
      const drawn = order[at]!;
      order[at] = order[tried]!;
      order[tried] = drawn;
      const { codes, unordered } = features[drawn]!;
      if (search(drawn, codes, unordered)) varied = true;
    }
    return best.gain >= 0;
  };

  return (bag, draw, gains) => {
    order.forEach((_, i) => (order[i] = i));
    let drawn = 0;
    for (let row = 0; row < size; row++) if (bag[row]! > 0) node.rows[drawn++] = row;
    spans.set([0, drawn, 0]);
    const sets: (readonly number[])[] = [];
    let [nodes, inner, leaves] = [1, 0, 0];
    for (let i = 0; i < nodes; i++) {
      const depth = spans[3 * i + 2]!;
      openNode(node, { target, weights, bag }, spans[3 * i]!, spans[3 * i + 1]!);
      const mayGrow = node.mixed && depth < maxDepth && node.end - node.start >= 2 * minLeaf;
      if (!mayGrow || !findSplit(draw)) {
        feature[i] = -1;
        value.set(node.mean, outputs * leaves);
        cover[leaves++] = node.cover;
        continue;
      }
      const split = features[best.feature]!;
      gains[best.feature]! += best.gain;
      feature[i] = best.feature;
      markLeft(goesLeft, best);
      threshold[inner] = thresholdOf(split, best);
      if (split.unordered) sets.push(setOf(split, goesLeft));
      missingRight[inner++] = best.missingRight;
      const middle = partition(node, split.codes, goesLeft);
      spans.set([node.start, middle, depth + 1, middle, node.end, depth + 1], 3 * nodes);
      nodes += 2;
    }
    return {
      feature: feature.slice(0, nodes),
      threshold: threshold.slice(0, inner),
      sets,
      missingRight: missingRight.slice(0, inner),
      value: value.slice(0, outputs * leaves),
      cover: cover.slice(0, leaves),
    };
  };
};

/** Bins that no row of the node is in go where missing values go. */
const markLeft = (goesLeft: Uint8Array, { order, known, last, missingRight }: Split): void => {
  goesLeft.fill(1 - missingRight);
  for (let k = 0; k < known; k++) goesLeft[order[k]!] = k <= last ? 1 : 0;
};

const thresholdOf = (
  { low, high, unordered }: ForestFeature,
  { order, known, last }: Split,
): number => {
  if (unordered) return NaN;
  return last === known - 1
    ? Number.MAX_VALUE
    : between(high[order[last]!]!, low[order[last + 1]!]!);
};

const setOf = ({ low, rest }: ForestFeature, goesLeft: Uint8Array): readonly number[] => {
  const own = [...low].filter((_, bin) => goesLeft[bin] === 1);
  return goesLeft[MISSING] === 1 ? [...own, ...rest].toSorted((a, b) => a - b) : own;
};
