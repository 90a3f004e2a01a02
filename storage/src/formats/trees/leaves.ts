import type { Nodes } from "./nodes.js";
import { HIGHEST_RANK, ranksOf, type Ranks } from "./ranks.js";

/** Finds the leaves that rows come to. What it returns and hands out is overwritten by the next call. */
export interface Leaves {
  /** The leaf of each tree. */
  readonly ofRow: (row: Float64Array) => Int32Array;
  /**
   * Tells the leaves of many rows, some rows at a time: of these, those of the first tree, then of the second, and so on.
   *
   * @param tell takes the tree, the first of the rows, how many they are, and the leaf of each
   */
  readonly ofRows: (
    rows: Float64Array,
    count: number,
    tell: (tree: number, first: number, count: number, leaves: Int32Array) => void,
  ) => void;
}

/** Rows that go through a tree together, while it is in the processor's cache. A multiple of the walks at a time. */
const BLOCK = 64;

/** Walks at a time: none waits for the memory that another one reads. */
const WALKS = 8;

/** Makes what finds the leaves of trees. */
export const leavesOf = (nodes: Nodes, features: number): Leaves =>
  rankedLeaves(nodes, features) ?? plainLeaves(nodes, features);

/** One tree and one row after the other, for trees with sets of values and for a great many thresholds. */
const plainLeaves = ({ roots, left, feature, next }: Nodes, features: number): Leaves => {
  const leaves = new Int32Array(roots.length);
  const one = new Int32Array(1);
  const leafOf = (root: number, row: Float64Array, at: number): number => {
    let node = root;
    for (let child = left[node]!; child !== 0; child = left[node]!)
      node = next(node, child, row[at + feature[node]!]!);
    return node;
  };
  return {
    ofRow(row) {
      for (let tree = 0; tree < roots.length; tree++) leaves[tree] = leafOf(roots[tree]!, row, 0);
      return leaves;
    },
    ofRows(rows, count, tell) {
      for (let row = 0; row < count; row++)
        for (let tree = 0; tree < roots.length; tree++) {
          one[0] = leafOf(roots[tree]!, rows, row * features);
          tell(tree, row, 1, one);
        }
    },
  };
};

const rankedLeaves = (nodes: Nodes, features: number): Leaves | undefined => {
  const ranks = nodes.hasSets || 2 * features > HIGHEST_RANK ? undefined : ranksOf(nodes, features);
  if (ranks === undefined) return undefined;
  const { roots } = nodes;
  const width = 2 * features;
  const ranked = new Int32Array(width * BLOCK);
  const steps = stepsOf(nodes, ranks);

  const trees = Int32Array.from({ length: upToWalks(roots.length) }, (_, i) => roots[i] ?? 0);
  const sameRow = new Int32Array(trees.length);
  const leaves = new Int32Array(trees.length);
  const walks = { from: trees, rows: sameRow, count: trees.length, into: leaves };
  const sameTree = new Int32Array(BLOCK);
  const rowsOfBlock = sameTree.map((_, row) => row * width);
  const leavesOfBlock = new Int32Array(BLOCK);
  return {
    ofRow(row) {
      ranks.write(row, ranked, 0);
      walk(steps, ranked, walks);
      return leaves;
    },
    ofRows(rows, count, tell) {
      for (let first = 0; first < count; first += BLOCK) {
        const some = Math.min(BLOCK, count - first);
        for (let row = 0; row < some; row++)
          ranks.write(rows.subarray((first + row) * features), ranked, row * width);
        for (let tree = 0; tree < roots.length; tree++) {
          sameTree.fill(roots[tree]!);
          walk(steps, ranked, {
            from: sameTree,
            rows: rowsOfBlock,
            count: upToWalks(some),
            into: leavesOfBlock,
          });
          tell(tree, first, some, leavesOfBlock);
        }
      }
    },
  };
};

const upToWalks = (count: number): number => Math.ceil(count / WALKS) * WALKS;

/**
 * The nodes as walks read them, two numbers each: the left child, or the node itself where it is a leaf; and the test, that is
 * which of a row's ranks it takes, above the place of its threshold. The test of a leaf leads left.
 */
const stepsOf = (
  { left, feature, threshold, missingRight }: Nodes,
  { placeOf }: Ranks,
): Int32Array => {
  const steps = new Int32Array(2 * left.length);
  for (let node = 0; node < left.length; node++) {
    const leaf = left[node] === 0;
    steps[2 * node] = leaf ? node : left[node]!;
    steps[2 * node + 1] = leaf
      ? HIGHEST_RANK
      : ((2 * feature[node]! + missingRight[node]!) << 16) |
        placeOf(feature[node]!, threshold[node]!);
  }
  return steps;
};

/** A step of a walk, without a branch, which the processor would have to guess: the sign bit is 1 where the rank is higher. */
const next = (steps: Int32Array, ranked: Int32Array, node: number, row: number): number => {
  const test = steps[2 * node + 1]!;
  return steps[2 * node]! + (((test & 0xffff) - ranked[row + (test >>> 16)]!) >>> 31);
};

/** Walks from nodes to leaves. */
interface Walks {
  readonly from: Int32Array;
  /** The place of the first rank of each walk's row. */
  readonly rows: Int32Array;
  /** A multiple of the walks at a time. */
  readonly count: number;
  /** Takes the leaves. */
  readonly into: Int32Array;
}

const walk = (steps: Int32Array, ranked: Int32Array, { from, rows, count, into }: Walks): void => {
  for (let i = 0; i < count; i += WALKS) {
    let a = from[i]!;
    let b = from[i + 1]!;
    let c = from[i + 2]!;
    let d = from[i + 3]!;
    let e = from[i + 4]!;
    let f = from[i + 5]!;
    let g = from[i + 6]!;
    let h = from[i + 7]!;
    const ra = rows[i]!;
    const rb = rows[i + 1]!;
    const rc = rows[i + 2]!;
    const rd = rows[i + 3]!;
    const re = rows[i + 4]!;
    const rf = rows[i + 5]!;
    const rg = rows[i + 6]!;
    const rh = rows[i + 7]!;
    for (let moved = 1; moved !== 0;) {
      const a2 = next(steps, ranked, a, ra);
      const b2 = next(steps, ranked, b, rb);
      const c2 = next(steps, ranked, c, rc);
      const d2 = next(steps, ranked, d, rd);
      const e2 = next(steps, ranked, e, re);
      const f2 = next(steps, ranked, f, rf);
      const g2 = next(steps, ranked, g, rg);
      const h2 = next(steps, ranked, h, rh);
      moved = (a ^ a2) | (b ^ b2) | (c ^ c2) | (d ^ d2) | (e ^ e2) | (f ^ f2) | (g ^ g2) | (h ^ h2);
      a = a2;
      b = b2;
      c = c2;
      d = d2;
      e = e2;
      f = f2;
      g = g2;
      h = h2;
    }
    into[i] = a;
    into[i + 1] = b;
    into[i + 2] = c;
    into[i + 3] = d;
    into[i + 4] = e;
    into[i + 5] = f;
    into[i + 6] = g;
    into[i + 7] = h;
  }
};
