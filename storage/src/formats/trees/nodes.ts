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
  /** The answer of a leaf, 0 elsewhere. The numbers of a node are side by side. */
  readonly value: Float64Array;
  /** The number of training rows in each node. */
  readonly cover: Float64Array;
  /** 1 where a missing value goes right. */
  readonly missingRight: Uint8Array;
  /** Whether a node takes a set of values and not a threshold. */
  readonly hasSets: boolean;
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
    value: new Float64Array(size * width),
    cover: new Float64Array(size),
    missingRight: new Uint8Array(size),
    hasSets: given.sets.length > 0,
  };
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
        nodes.value.set(given.value.subarray(leaf * width, (leaf + 1) * width), node * width);
        nodes.cover[node] = given.cover[leaf]!;
        leaf += 1;
        continue;
      }
      nodes.left[node] = child;
      nodes.feature[node] = feature;
      nodes.threshold[node] = given.threshold[inner]!;
      nodes.missingRight[node] = given.missingRight[inner]!;
      inner += 1;
      child += 2;
    }
  });
  addCovers(nodes);
  return { ...nodes, next: nextOf(nodes, given.sets) };
};

const nextOf = (
  { threshold, missingRight }: Pick<Nodes, "threshold" | "missingRight">,
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

/** Children come after their parents, so a loop from the last node to the first has both children's rows in time. */
const addCovers = ({ left, cover }: Pick<Nodes, "left" | "cover">): void => {
  for (let node = left.length - 1; node >= 0; node--) {
    const child = left[node]!;
    if (child !== 0) cover[node] = cover[child]! + cover[child + 1]!;
  }
};
