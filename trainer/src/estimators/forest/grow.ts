import { between, MISSING, type BinnedFeature } from "../trees/bins.js";
import { nodeRows, openNode, partition } from "./node.js";
import type { Draw } from "../draw.js";
import { splitSearch, type Split } from "./split.js";
import type { Tree } from "../trees/join.js";

/** What all trees of a forest grow from. */
export interface Ground {
  readonly features: readonly BinnedFeature[];
  readonly target: Float64Array;
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
  const { features, target, weights, maxDepth, minLeaf } = ground;
  const size = target.length;
  const node = nodeRows(size);
  const best: Split = { gain: -1, feature: 0, bin: 0, next: 0, missingRight: 0 };
  const search = splitSearch(node, best, minLeaf);
  const order = Uint32Array.from(features, (_, feature) => feature);
  // Of each node of the tree: where its rows start and end, and how deep it is.
  const spans = new Uint32Array(3 * 2 * size);
  const feature = new Int32Array(2 * size);
  const threshold = new Float64Array(size);
  const missingRight = new Uint8Array(size);
  const value = new Float64Array(size);
  const cover = new Float64Array(size);

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
      if (search(drawn, features[drawn]!.codes)) varied = true;
    }
    return best.gain >= 0;
  };

  return (bag, draw, gains) => {
    order.forEach((_, i) => (order[i] = i));
    let drawn = 0;
    for (let row = 0; row < size; row++) if (bag[row]! > 0) node.rows[drawn++] = row;
    spans.set([0, drawn, 0]);
    let [nodes, inner, leaves] = [1, 0, 0];
    for (let i = 0; i < nodes; i++) {
      const depth = spans[3 * i + 2]!;
      openNode(node, { target, weights, bag }, spans[3 * i]!, spans[3 * i + 1]!);
      const mayGrow = node.mixed && depth < maxDepth && node.end - node.start >= 2 * minLeaf;
      if (!mayGrow || !findSplit(draw)) {
        feature[i] = -1;
        value[leaves] = node.mean;
        cover[leaves++] = node.cover;
        continue;
      }
      const { codes, low, high } = features[best.feature]!;
      gains[best.feature]! += best.gain;
      feature[i] = best.feature;
      threshold[inner] =
        best.next === MISSING ? Number.MAX_VALUE : between(high[best.bin]!, low[best.next]!);
      missingRight[inner++] = best.missingRight;
      const middle = partition(node, codes, best);
      spans.set([node.start, middle, depth + 1, middle, node.end, depth + 1], 3 * nodes);
      nodes += 2;
    }
    return {
      feature: feature.slice(0, nodes),
      threshold: threshold.slice(0, inner),
      missingRight: missingRight.slice(0, inner),
      value: value.slice(0, leaves),
      cover: cover.slice(0, leaves),
    };
  };
};
