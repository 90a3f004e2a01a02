/** So that two bytes number a feature. */
export const MAX_FEATURES = 65_536;

/**
 * Trees as arrays, without links: the nodes of a tree follow level by level, so the two children of its k-th inner node
 * are its nodes 2k + 1 and 2k + 2. A tree that goes in circles cannot be written down.
 */
export interface Trees {
  /** How many features a row has. */
  readonly features: number;
  /** How many nodes each tree has. */
  readonly trees: Uint32Array;
  /** The feature that each node asks for, −1 in a leaf; one tree after the other, as in all arrays below. */
  readonly feature: Int32Array;
  /** Of each inner node: values up to it go left, larger ones right. */
  readonly threshold: Float64Array;
  /** Of each inner node: 1 where a missing value goes right, 0 where it goes left. */
  readonly missingRight: Uint8Array;
  /** The answer of each leaf. */
  readonly value: Float64Array;
  /** How many training rows came to each leaf, those drawn twice counted twice. */
  readonly cover: Float64Array;
}
