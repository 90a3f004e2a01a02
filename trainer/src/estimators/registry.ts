import type { Estimator } from "./estimator.js";
import { forestEstimator } from "./forest/estimator.js";
import { linearEstimator } from "./linear/estimator.js";
import { logisticEstimator } from "./logistic/estimator.js";
import type { EstimatorOptions } from "./options.js";

/** Every estimator, by its kind. */
export const ESTIMATORS: {
  readonly [Kind in EstimatorOptions["kind"]]: Estimator<
    Extract<EstimatorOptions, { readonly kind: Kind }>
  >;
} = {
  logistic: logisticEstimator,
  linear: linearEstimator,
  forest: forestEstimator,
};
