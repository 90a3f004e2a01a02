import type { ImportedOptions } from "./imported-options.js";
import type { EstimatorOptions } from "./registry.js";

/** What an estimator is called in messages and in the report. */
export const nameOf = (options: EstimatorOptions | ImportedOptions): string =>
  "target" in options ? `${options.kind}, ${options.target} target` : options.kind;
