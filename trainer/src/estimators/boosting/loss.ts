/**
 * What boosting makes small. Rows have one raw score per output, which trees add up: one output for a number or two
 * classes, one per class from three classes on. Scores, gradients and hessians hold the first output of all rows, then the
 * second, and so on.
 */
export interface Loss {
  readonly outputs: number;
  /** The raw score per output that all rows begin with: the best constant one. */
  readonly baseline: Float64Array;
  /** First and second derivatives of each row's loss by its raw score, of the rows that are learned from. */
  readonly differentiate: (
    scores: Float64Array,
    gradient: Float64Array,
    hessian: Float64Array,
  ) => void;
  /** The mean over the rows that are held out. */
  readonly heldOut: (scores: Float64Array) => number;
}

/** Rows in the order of {@link Ground}: those that are learned from come first. */
export interface LossRows {
  readonly target: Float64Array;
  readonly weights: Float64Array;
  /** How many are learned from. */
  readonly learned: number;
}
