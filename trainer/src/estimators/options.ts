import type { BoostingOptions } from "./boosting/options.js";
import type { ForestOptions } from "./forest/options.js";
import type { LinearOptions } from "./linear/linear.js";
import type { LogisticOptions } from "./logistic/logistic.js";

/** How a forest is fitted in a model. */
export interface ForestEstimatorOptions extends ForestOptions {
  /** `log` grows the forest on the logarithm of the label, which must be above 0. */
  readonly target?: "log";
}

/** An estimator and how it is fitted. */
export type EstimatorOptions =
  LogisticOptions | LinearOptions | ForestEstimatorOptions | BoostingOptions;
