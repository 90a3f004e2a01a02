import type { Forest } from "@despliega/storage";

import { ForestTooLarge } from "../../errors/errors.js";
import { drawBag } from "./bag.js";
import { binFeature, binValues } from "../trees/bins.js";
import { checkForest } from "./check.js";
import { growTrees, type ForestFeature } from "./grow.js";
import { joinTrees, type Tree } from "../trees/join.js";
import { featuresPerSplit, type ForestOptions } from "./options.js";
import { drawStream } from "../draw.js";
import type { TreeColumnUse, TreeRows } from "../trees/check.js";
import { rowWeights } from "../trees/weights.js";

/** A fitted random forest. */
export interface ForestFit {
  readonly forest: Forest;
  /** Each feature's share of the gain of all splits. The shares add up to 1, or are all 0 where nothing was split. */
  readonly gain: Float64Array;
}

/** The largest forest that is fitted. */
export interface ForestLimits {
  /** Rows times features, at most: each takes 9 bytes while the forest grows. */
  readonly cells: number;
  /** Nodes of all trees together, at most: each takes about 20 bytes in `model.json`. */
  readonly nodes: number;
}

const LIMITS: ForestLimits = { cells: 2 ** 25, nodes: 2 ** 22 };

/** Rows of so many features that a forest takes. */
export const mostRows = (features: number): number =>
  Math.floor(LIMITS.cells / Math.max(features, 1));

/**
 * Refuses more rows and features than a forest takes, before they are in memory.
 *
 * @throws `FOREST_TOO_LARGE`
 */
export const requireRoom = (
  rows: number,
  features: number,
  { cells }: Pick<ForestLimits, "cells"> = LIMITS,
): void => {
  if (rows * features > cells)
    throw new ForestTooLarge({
      subject: `${rows} rows of ${features} features`,
      limit: `${cells} values`,
      remedy: "sample the rows, drop features, or choose another estimator",
    });
};

/**
 * Fits a random forest: each tree on rows drawn with replacement, each split the best by the sum of squares (for
 * classes the Gini impurity) among a few features drawn for it, over bins of their values. (Breiman, "Random Forests",
 * 2001.) A split puts any set of categories on one side, and learns which way missing values go.
 *
 * Works in memory, and blocks the calling thread until all trees have grown. Time grows with rows × trees × features
 * tried × depth: on one core of a server about 1 ms per tree for 2,000 rows of 22 features, and 1.3 s per tree for a
 * million rows of 5. Memory is 9 bytes per cell, of which 8 are the caller's columns, about 90 bytes per row, and the
 * trees, which have up to twice as many nodes as rows each unless `maxDepth` or `minLeaf` bounds them.
 *
 * The same data and options give the same bits.
 *
 * @param limits by default 33,554,432 cells and 4,194,304 nodes
 * @throws `FOREST_TOO_LARGE` beyond the limits, `RangeError` for data or options that no forest can be fitted with
 */
export const fitForest = (
  data: TreeRows,
  options: ForestOptions,
  limits: ForestLimits = LIMITS,
): ForestFit => {
  const { task, classes, columns, uses, target } = data;
  checkForest(data, options);
  requireRoom(target.length, columns.length, limits);
  const outputs = task === "classification" && classes > 2 ? classes : 1;
  const grow = growTrees({
    features: columns.map((column, i) => featureOf(column, uses[i]!, options.bins)),
    target,
    outputs,
    weights: rowWeights(data, options.classWeights),
    maxDepth: options.maxDepth ?? Infinity,
    minLeaf: options.minLeaf,
    featuresPerSplit: featuresPerSplit(options.maxFeatures, columns.length),
  });
  const gains = new Float64Array(columns.length);
  const trees: Tree[] = [];
  let nodes = 0;
  for (let tree = 0; tree < options.trees; tree++) {
    const draw = drawStream(options.seed, tree);
    const grown = grow(drawBag(target.length, options.sample, draw), draw, gains);
    trees.push(grown);
    nodes += grown.feature.length;
    if (nodes > limits.nodes)
      throw new ForestTooLarge({
        subject: `${tree + 1} of ${options.trees} trees with ${nodes} nodes`,
        limit: `${limits.nodes} nodes`,
        remedy: "raise minLeaf, lower maxDepth, or grow fewer trees",
      });
  }
  const gained = gains.reduce((sum, gain) => sum + gain, 0);
  return {
    forest: { task, outputs, ...joinTrees(columns.length, trees) },
    gain: gains.map((gain) => (gained > 0 ? gain / gained : 0)),
  };
};

const featureOf = (
  column: Float64Array,
  { categories }: TreeColumnUse,
  bins: number,
): ForestFeature => ({
  ...(categories === undefined ? binFeature(column, bins) : binValues(column, categories)),
  unordered: categories !== undefined,
});
