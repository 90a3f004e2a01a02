import type { Trees } from "../trees/trees.js";

/** Trees whose mean answer is the answer of the forest. */
export interface Forest extends Trees {
  /** `classification`: a leaf answers with a share of class 1, or of each of several classes; `regression`: with a value. */
  readonly task: "classification" | "regression";
  /** Numbers in the answer of a leaf: 1, or the number of classes from three classes on. */
  readonly outputs: number;
}
