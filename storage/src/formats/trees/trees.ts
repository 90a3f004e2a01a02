/** The most features of trees: two bytes hold the number of one. */
export const MAX_FEATURES = 65_536;

/**
 * Trees as arrays, without links: the nodes of a tree are ordered level by level, so the two children of its k-th inner
 * node are its nodes 2k + 1 and 2k + 2. This form cannot express a circle.
 */
export interface Trees {
  /** The number of features of a row. */
  readonly features: number;
  /** The number of nodes of each tree. */
  readonly trees: Uint32Array;
  /** The feature that each node tests, −1 in a leaf. In all arrays from here on, the trees follow one another. */
  readonly feature: Int32Array;
  /** One per inner node: values up to it go left, larger values go right. NaN where a set of values goes left. */
  readonly threshold: Float64Array;
  /** The values that go left, in rising order, one list per inner node without a threshold. All others go right. */
  readonly sets: readonly (readonly number[])[];
  /** One per inner node: 1 when a missing value goes right, 0 when it goes left. */
  readonly missingRight: Uint8Array;
  /** The answer of each leaf. A leaf with several numbers has them side by side. */
  readonly value: Float64Array;
  /** The number of training rows in each leaf; a row that was drawn twice counts twice. */
  readonly cover: Float64Array;
}
