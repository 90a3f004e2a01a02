import { boostingEstimator } from "./boosting/estimator.js";
import type { Estimator } from "./estimator.js";
import { forestEstimator } from "./forest/estimator.js";
import { linearEstimator } from "./linear/estimator.js";
import { logisticEstimator } from "./logistic/estimator.js";
import type { EstimatorOptions } from "./options.js";

const ESTIMATORS: {
  readonly [Kind in EstimatorOptions["kind"]]: Estimator<
    Extract<EstimatorOptions, { readonly kind: Kind }>
  >;
} = {
  logistic: logisticEstimator,
  linear: linearEstimator,
  forest: forestEstimator,
  boosting: boostingEstimator,
};

/** The estimator of a kind. */
export const estimatorOf = (kind: EstimatorOptions["kind"]): Estimator<EstimatorOptions> =>
  // Each takes the options of its own kind, which the compiler cannot follow through the table.
  ESTIMATORS[kind] as unknown as Estimator<EstimatorOptions>;
