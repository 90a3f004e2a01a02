import type { Manifest } from "@despliega/storage";

import { boostingEstimator } from "./boosting/estimator.js";
import type { Estimator } from "./estimator.js";
import { forestEstimator } from "./forest/estimator.js";
import { linearEstimator } from "./linear/estimator.js";
import { logisticEstimator } from "./logistic/estimator.js";

/** Every estimator. Nothing else lists them. */
const ESTIMATORS = {
  logistic: logisticEstimator,
  linear: linearEstimator,
  forest: forestEstimator,
  boosting: boostingEstimator,
} satisfies Readonly<Partial<Record<Manifest["estimator"], unknown>>>;

type OptionsOf<Kind> = Kind extends Estimator<infer Options> ? Options : never;

/** An estimator and how it is fitted. */
export type EstimatorOptions = OptionsOf<(typeof ESTIMATORS)[keyof typeof ESTIMATORS]>;

/** The kinds of estimators, in the order in which messages name them. */
export const KINDS = Object.keys(ESTIMATORS) as readonly EstimatorOptions["kind"][];

/** The estimator of a kind. */
export const estimatorOf = (kind: EstimatorOptions["kind"]): Estimator<EstimatorOptions> =>
  // Each takes the options of its own kind, which the compiler cannot follow through the table.
  ESTIMATORS[kind] as unknown as Estimator<EstimatorOptions>;

/** The estimator that writes a format of `model.json`; undefined for a format that this trainer reads only. */
export const writerOf = (
  format: Manifest["estimator"],
): Estimator<EstimatorOptions> | undefined => {
  const kind = KINDS.find((name) => name === format);
  return kind === undefined ? undefined : estimatorOf(kind);
};
