import type { Trees } from "./trees.js";
import { valueSets } from "./value-sets.js";

/** Trees with links, for fast scoring: one entry per node. */
export interface Nodes {
  /** The first node of each tree. */
  readonly roots: Int32Array;
  /** The left child; the right child is the node after it. 0 in a leaf. */
  readonly left: Int32Array;
  /** 0 in a leaf. */
  readonly feature: Uint16Array;
  /** In a leaf, its first number, so that scoring reads few arrays. */
  readonly threshold: Float64Array;
  /** The mean answer of the training rows in each node; of a leaf, its answer. The numbers of a node are side by side. */
  readonly mean: Float64Array;
  /** The child to which a value leads from an inner node, given the node's left child. */
  readonly next: (node: number, child: number, value: number) => number;
}

/**
 * Links the nodes of complete trees.
 *
 * @param width numbers in the answer of a leaf. Default 1
 */
export const linkNodes = (given: Trees, width = 1): Nodes => {
  const size = given.feature.length;
  const nodes = {
    roots: new Int32Array(given.trees.length),
    left: new Int32Array(size),
    feature: new Uint16Array(size),
    threshold: new Float64Array(size),
    mean: new Float64Array(size * width),
  };
  const missingRight = new Uint8Array(size);
  const cover = new Float64Array(size);
  let node = 0;
  let inner = 0;
  let leaf = 0;
  given.trees.forEach((count, tree) => {
    nodes.roots[tree] = node;
    let child = node + 1;
    for (const end = node + count; node < end; node++) {
      const feature = given.feature[node]!;
      if (feature < 0) {
        nodes.threshold[node] = given.value[leaf * width]!;
        nodes.mean.set(given.value.subarray(leaf * width, (leaf + 1) * width), node * width);
        cover[node] = given.cover[leaf]!;
        leaf += 1;
        continue;
      }
      nodes.left[node] = child;
      nodes.feature[node] = feature;
      nodes.threshold[node] = given.threshold[inner]!;
      missingRight[node] = given.missingRight[inner]!;
      inner += 1;
      child += 2;
    }
  });
  addMeans(nodes, cover, width);
  return { ...nodes, next: nextOf(nodes.threshold, missingRight, given.sets) };
};

const nextOf = (
  threshold: Float64Array,
  missingRight: Uint8Array,
  sets: Trees["sets"],
): Nodes["next"] => {
  const isLeft = valueSets(threshold, sets);
  return (node, child, x) => {
    if (x <= threshold[node]!) return child;
    if (x > threshold[node]!) return child + 1;
    if (Number.isNaN(x)) return child + missingRight[node]!;
    return isLeft(node, x) ? child : child + 1;
  };
};

/** Children come after their parents, so a loop from the last node to the first has both children's means in time. */
const addMeans = (
  { left, mean }: Pick<Nodes, "left" | "mean">,
  cover: Float64Array,
  width: number,
): void => {
  for (let node = left.length - 1; node >= 0; node--) {
    const child = left[node]!;
    if (child === 0) continue;
    const rows = cover[child]! + cover[child + 1]!;
    const share = cover[child + 1]! / rows;
    cover[node] = rows;
    for (let at = 0; at < width; at++) {
      const [first, second] = [mean[child * width + at]!, mean[(child + 1) * width + at]!];
      mean[node * width + at] = first * (1 - share) + second * share;
    }
  }
};
