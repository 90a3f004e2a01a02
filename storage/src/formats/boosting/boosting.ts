import type { Trees } from "../trees/trees.js";

/** Trees whose answers add up. A threshold is NaN where a set of values goes left and all others go right. */
export interface Boosting extends Trees {
  /** `classification`: the sum is the log-odds of class 1; `regression`: the answer. */
  readonly task: "classification" | "regression";
  /** What trees are added to: one number per output, of which there is one. */
  readonly baseline: Float64Array;
  /** The values that go left, of each inner node without a threshold. */
  readonly sets: readonly (readonly number[])[];
}
