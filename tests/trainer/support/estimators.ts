import type { BoostingOptions } from "@despliega/trainer/estimators/boosting/options.js";
import type { EstimatorOptions } from "@despliega/trainer/estimators/registry.js";
import type { ForestEstimatorOptions } from "@despliega/trainer/estimators/forest/options.js";

type Kind<Name extends EstimatorOptions["kind"]> = Extract<
  EstimatorOptions,
  { readonly kind: Name }
>;

export const LOGISTIC: Kind<"logistic"> = { kind: "logistic", ridge: 1, classWeights: "none" };

export const LINEAR: Kind<"linear"> = { kind: "linear", ridge: 1 };

/** A forest that grows in milliseconds. */
export const FOREST: ForestEstimatorOptions = {
  kind: "forest",
  trees: 20,
  minLeaf: 5,
  maxFeatures: "all",
  sample: 1,
  bins: 32,
  classWeights: "none",
  seed: 1,
};

/** Boosting that is fitted in milliseconds. */
export const BOOSTING: BoostingOptions = {
  kind: "boosting",
  rounds: 20,
  learningRate: 0.3,
  maxLeaves: 8,
  minLeaf: 5,
  l2: 1,
  bins: 32,
  classWeights: "none",
};
