import { BoostingTooLarge } from "../../errors/errors.js";
import { MAX_ROWS } from "./mass.js";

/** The largest boosting that is fitted. */
export interface BoostingLimits {
  readonly rows: number;
  /** Rows times features, at most: each takes 9 bytes while trees grow. */
  readonly cells: number;
  /** Numbers in the histograms of one tree's leaves, at most: 8 bytes each. */
  readonly histograms: number;
  /** Nodes of all trees together, at most: each takes about 20 bytes in `model.json`. */
  readonly nodes: number;
}

export const LIMITS: BoostingLimits = {
  rows: MAX_ROWS,
  cells: 2 ** 25,
  histograms: 2 ** 26,
  nodes: 2 ** 22,
};

/** Rows of so many features that boosting takes. */
export const mostRows = (features: number): number =>
  Math.min(LIMITS.rows, Math.floor(LIMITS.cells / Math.max(features, 1)));

/**
 * Refuses more rows and features than the limits allow, before they are in memory.
 *
 * @throws `BOOSTING_TOO_LARGE`
 */
export const requireRoom = (
  rows: number,
  features: number,
  limits: Pick<BoostingLimits, "rows" | "cells"> = LIMITS,
): void => {
  const remedy = "sample the rows, drop features, or choose another estimator";
  const subject = `${rows} rows of ${features} features`;
  if (rows > limits.rows)
    throw new BoostingTooLarge({ subject, limit: `${limits.rows} rows`, remedy });
  if (rows * features > limits.cells)
    throw new BoostingTooLarge({ subject, limit: `${limits.cells} values`, remedy });
};

/**
 * Refuses histograms that would take more memory than the limits allow.
 *
 * @throws `BOOSTING_TOO_LARGE`
 */
export const requireHistograms = (
  maxLeaves: number,
  entries: number,
  { histograms }: Pick<BoostingLimits, "histograms">,
): void => {
  if (maxLeaves * entries > histograms)
    throw new BoostingTooLarge({
      subject: `${maxLeaves} histograms of ${entries} numbers`,
      limit: `${histograms} numbers`,
      remedy: "lower maxLeaves or bins, or drop features",
    });
};

/**
 * Makes what counts the nodes of trees.
 *
 * @throws `BOOSTING_TOO_LARGE` with the tree that has one too many
 */
export const nodeCounter = ({
  nodes: most,
}: Pick<BoostingLimits, "nodes">): ((tree: { readonly feature: Int32Array }) => void) => {
  let [trees, nodes] = [0, 0];
  return ({ feature }) => {
    trees++;
    nodes += feature.length;
    if (nodes > most)
      throw new BoostingTooLarge({
        subject: `${nodes} nodes in ${trees} trees`,
        limit: `${most} nodes`,
        remedy: "raise minLeaf, lower maxLeaves, or grow fewer rounds",
      });
  };
};
