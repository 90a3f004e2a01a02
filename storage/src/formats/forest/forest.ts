import type { Trees } from "../trees/trees.js";

/** Trees whose mean answer is the answer of the forest. */
export interface Forest extends Trees {
  /** `classification`: a leaf answers with a share of class 1; `regression`: with a value. */
  readonly task: "classification" | "regression";
}
