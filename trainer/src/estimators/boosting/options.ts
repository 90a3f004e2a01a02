import type { TreeColumnUse, TreeRows } from "../trees/check.js";

/** How gradient boosting is fitted in a model. */
export interface BoostingOptions {
  readonly kind: "boosting";
  /** `log` learns the logarithm of the label, which must be above 0. */
  readonly target?: "log";
  /** Trees that are added one after the other, at most. */
  readonly rounds: number;
  /** Share of what a tree says that is added, above 0 and up to 1. */
  readonly learningRate: number;
  /** Leaves of a tree, at most: from 2 to 1,024. */
  readonly maxLeaves: number;
  /** Splits from the root to a leaf, at most. Default: any. */
  readonly maxDepth?: number;
  /** Rows that a leaf has at least. */
  readonly minLeaf: number;
  /** Penalty of ½ · l2 · v² on every leaf's answer v, before the learning rate. */
  readonly l2: number;
  /** Values that a feature is told apart by, at most: from 2 to 255. */
  readonly bins: number;
  /**
   * `balanced` weighs the classes as if they were equally frequent, and sums are weighted so; `none`, the default, keeps
   * them as they are. A regression has no classes and takes `none`.
   */
  readonly classWeights?: "none" | "balanced";
  /** When to stop before all rounds. Default: never. */
  readonly earlyStopping?: EarlyStopping;
  /**
   * Features whose declared values have no order, beside those of type category: a split may put any of them on either
   * side. Default: none.
   */
  readonly categorical?: readonly string[];
  /** Features that may move the answer one way only. Default: none. */
  readonly monotone?: Readonly<Record<string, "increasing" | "decreasing">>;
}

/** Stops when the loss on held-out rows no longer falls. The rounds up to the best are kept. */
export interface EarlyStopping {
  /** Share of the entities whose rows are held out, above 0 and below 1. */
  readonly heldOut: number;
  /** Rounds in a row that may pass without a better loss on the rows that are held out. */
  readonly patience: number;
  /** Draws the entities. Default 0. */
  readonly seed?: number;
}

/** How a column of the data is taken. */
export interface ColumnUse extends TreeColumnUse {
  /** 1 where the answer may only rise with the value, −1 where it may only fall, 0 where it may do both. */
  readonly direction: -1 | 0 | 1;
}

/** Rows to learn from, and how. */
export interface BoostingData extends TreeRows {
  readonly uses: readonly ColumnUse[];
  /** 1 for each row that only says when to stop. */
  readonly heldOut: Uint8Array;
}
