import type { Nodes } from "../nodes.js";
import { pathsOf } from "./paths.js";
import { quadrature, type Quadrature } from "./quadrature.js";
import { walkDown } from "./walk-down.js";
import { walkUp } from "./walk-up.js";
import { groundOf, WALK_POINTS, type Ground, type Walk } from "./walk.js";

/** A weighted sum of trees. */
export interface TreeSum {
  /** Which number of a leaf's answer counts. */
  readonly output: number;
  readonly weightOf: (tree: number) => number;
}

/** How a weighted sum of trees comes about for a row: `base` and all of `moved` add up to it. */
export interface Moves {
  /** Its mean over the training rows. */
  readonly base: number;
  /** The Shapley value of each feature. */
  readonly moved: Float64Array;
}

/** How a model of trees comes about. */
export interface Shapley {
  readonly moves: (row: Float64Array, sum: TreeSum) => Moves;
  /** How many visits to nodes the moves of a row take. */
  readonly steps: () => number;
}

/**
 * Makes what computes the Shapley values of features for sums of trees. Where a feature is not known, a test of it goes
 * both ways, in the shares of the training rows that did ("path-dependent" TreeSHAP: Lundberg et al., "From local
 * explanations to global understanding with explainable AI for trees", 2020).
 *
 * A Shapley value is an integral from 0 to 1 over the probability x with which every other feature is known (Owen,
 * "Multilinear extensions of games", 1972). A leaf counts there with its answer, its share of the training rows, and a
 * factor F for each feature on its path: 1 − x where the row fails a test of the feature, else 1 + x(1/z − 1), where z is
 * the share of the rows that pass those tests. The feature itself gets the product of all factors times (1 − 1/F)/x. These
 * are polynomials, so a quadrature of half as many points as there are different features on a path is exact. The time is
 * that of two walks through all nodes for each point; one walk down makes the products, and one up adds the leaves.
 *
 * @param features of a row
 * @param width numbers in the answer of a leaf. Default 1
 */
export const shapleyOf = (nodes: Nodes, features: number, width = 1): Shapley => {
  const { roots } = nodes;
  // Most scorers are never asked how an answer comes about.
  let made: Ground | undefined;
  const prepared = (): Ground => (made ??= groundOf(nodes, pathsOf(nodes, width), width));
  const rules: Quadrature[] = [];
  const walksOf = ({ paths }: Ground, tree: number): number =>
    Math.ceil(paths.widest[tree]! / (2 * WALK_POINTS));

  const moves: Shapley["moves"] = (row, { output, weightOf }) => {
    const ground = prepared();
    const { means } = ground.paths;
    const moved = new Float64Array(features);
    let base = 0;
    for (let tree = 0; tree < roots.length; tree++) {
      const weight = weightOf(tree);
      base += weight * means[tree * width + output]!;
      const walks = walksOf(ground, tree);
      if (walks === 0 || weight === 0) continue;
      const rule = (rules[walks] ??= quadrature(walks * WALK_POINTS));
      for (let at = 0; at < walks; at++) {
        const walk: Walk = { row, tree, output, weight, rule, from: at * WALK_POINTS };
        walkDown(ground, walk);
        walkUp(ground, walk, moved);
      }
    }
    return { base, moved };
  };

  const steps = (): number => {
    const ground = prepared();
    const { ends } = ground.paths;
    return roots.reduce((sum, root, tree) => sum + (ends[tree]! - root) * walksOf(ground, tree), 0);
  };

  return { moves, steps };
};
