import type { Nodes } from "../nodes.js";

/** What the paths of trees say about the features on them, the same for every row. Places count from a tree's root. */
export interface Paths {
  /** The end of each tree's nodes. */
  readonly ends: Int32Array;
  /**
   * Of an inner node: the place of the last node on its path that a test of its own feature leads to, or {@link Paths.none}.
   */
  readonly previous: Int32Array;
  /** A place that no node has. */
  readonly none: number;
  /**
   * Of every node: 1/z − 1, where z is the share of the training rows that pass the tests of its last feature on its path,
   * as the product of their shares at each such test.
   */
  readonly excess: Float64Array;
  /** Of a leaf: its answer times its share of the tree's training rows. The numbers of a leaf are side by side. */
  readonly answers: Float64Array;
  /** The mean answer of each tree over its training rows. The numbers of a tree are side by side. */
  readonly means: Float64Array;
  /** The most different features on a path of each tree. */
  readonly widest: Int32Array;
}

/**
 * Finds the paths of trees.
 *
 * @param width numbers in the answer of a leaf
 */
export const pathsOf = (nodes: Nodes, width: number): Paths => {
  const { roots, left, cover, value } = nodes;
  const size = left.length;
  const ends = roots.map((_, tree) => roots[tree + 1] ?? size);
  const none = ends.reduce((most, end, tree) => Math.max(most, end - roots[tree]!), 0);
  const paths: Paths = {
    ends,
    previous: new Int32Array(size),
    none,
    excess: new Float64Array(size),
    answers: new Float64Array(size * width),
    means: new Float64Array(roots.length * width),
    widest: new Int32Array(roots.length),
  };
  roots.forEach((root, tree) => {
    const follow = follower(nodes, paths, tree);
    for (let node = root; node < ends[tree]!; node++) {
      if (left[node] !== 0) {
        follow(node);
        continue;
      }
      for (let at = 0; at < width; at++) {
        const answer = (value[node * width + at]! * cover[node]!) / cover[root]!;
        paths.answers[node * width + at] = answer;
        paths.means[tree * width + at]! += answer;
      }
    }
  });
  return paths;
};

/** Makes what writes down the children of an inner node of a tree, after those of the nodes above it. */
const follower = (
  { roots, left, feature, cover }: Nodes,
  { ends, previous, none, excess, widest }: Paths,
  tree: number,
): ((node: number) => void) => {
  const root = roots[tree]!;
  const parents = new Int32Array(ends[tree]! - root);
  const different = new Int32Array(ends[tree]! - root);
  const previousOf = (node: number): number => {
    for (let place = node - root; place > 0; place = parents[place]!)
      if (feature[root + parents[place]!] === feature[node]) return place;
    return none;
  };
  return (node) => {
    const before = previousOf(node);
    const passed = before === none ? 1 : 1 + excess[root + before]!;
    previous[node] = before;
    for (let child = left[node]!; child <= left[node]! + 1; child++) {
      const place = child - root;
      parents[place] = node - root;
      excess[child] = (passed * cover[node]!) / cover[child]! - 1;
      different[place] = different[node - root]! + (before === none ? 1 : 0);
      widest[tree] = Math.max(widest[tree]!, different[place]);
    }
  };
};
