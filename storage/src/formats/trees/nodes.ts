import type { Trees } from "./trees.js";

/** Trees with links, for fast scoring: one entry per node. */
export interface Nodes {
  /** The first node of each tree. */
  readonly roots: Int32Array;
  /** The left child; the right child is the node after it. 0 in a leaf. */
  readonly left: Int32Array;
  /** 0 in a leaf. */
  readonly feature: Uint16Array;
  /** In a leaf, its answer, so that scoring reads few arrays. */
  readonly threshold: Float64Array;
  readonly missingRight: Uint8Array;
  /** The mean answer of the training rows in the node. */
  readonly mean: Float64Array;
}

/** Links the nodes of complete trees. */
export const linkNodes = (given: Trees): Nodes => {
  const size = given.feature.length;
  const nodes = {
    roots: new Int32Array(given.trees.length),
    left: new Int32Array(size),
    feature: new Uint16Array(size),
    threshold: new Float64Array(size),
    missingRight: new Uint8Array(size),
    mean: new Float64Array(size),
  };
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
        nodes.threshold[node] = given.value[leaf]!;
        nodes.mean[node] = given.value[leaf]!;
        cover[node] = given.cover[leaf]!;
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
  addMeans(nodes, cover);
  return nodes;
};

/** Children come after their parents, so a loop from the last node to the first has both children's means in time. */
const addMeans = ({ left, mean }: Nodes, cover: Float64Array): void => {
  for (let node = left.length - 1; node >= 0; node--) {
    const child = left[node]!;
    if (child === 0) continue;
    const rows = cover[child]! + cover[child + 1]!;
    const share = cover[child + 1]! / rows;
    cover[node] = rows;
    mean[node] = mean[child]! * (1 - share) + mean[child + 1]! * share;
  }
};
