import type { Trees } from "../trees/trees.js";

/** Trees whose answers add up. With several outputs a tree of the first is followed by one of the second, and so on. */
export interface Boosting extends Trees {
  /** `classification`: a sum is the log-odds of class 1, or of one of several classes; `regression`: the answer. */
  readonly task: "classification" | "regression";
  /** What trees are added to: one number for a regression and for two classes, one per class from three classes on. */
  readonly baseline: Float64Array;
}
