import type { Nodes } from "../nodes.js";
import type { Paths } from "./paths.js";
import type { Quadrature } from "./quadrature.js";

/** Points of a quadrature that one walk takes: the processor works on them side by side. */
export const WALK_POINTS = 4;

/** Linked trees, and what a walk writes down about one of them. Places count from the root of the tree. */
export interface Ground {
  readonly nodes: Nodes;
  readonly paths: Paths;
  /** Numbers in the answer of a leaf. */
  readonly width: number;
  /**
   * By place and point: the product of the factors on the path to a node, of a leaf times its answer; and on the way up the
   * sum over the leaves below a node.
   */
  readonly products: Float64Array;
  /** By place and point: one over the last factor on the path to a node. */
  readonly inverses: Float64Array;
  /** By place: 1 where the row fails a test of the feature that leads there. */
  readonly failed: Uint8Array;
}

/** Makes the ground of trees. */
export const groundOf = (nodes: Nodes, paths: Paths, width: number): Ground => ({
  nodes,
  paths,
  width,
  products: new Float64Array((paths.none + 1) * WALK_POINTS),
  inverses: new Float64Array((paths.none + 1) * WALK_POINTS).fill(1),
  failed: new Uint8Array(paths.none + 1),
});

/** A tree and a row, at some points of a quadrature. */
export interface Walk {
  readonly row: Float64Array;
  readonly tree: number;
  /** Multiplies what the tree answers. */
  readonly weight: number;
  /** Which number of a leaf's answer counts. */
  readonly output: number;
  readonly rule: Quadrature;
  /** The first of its {@link WALK_POINTS} points. */
  readonly from: number;
}
