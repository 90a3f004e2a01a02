import type {
  EstimatorOptions,
  ForestEstimatorOptions,
} from "@despliega/trainer/estimators/options.js";

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
