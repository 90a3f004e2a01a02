import type { TrainingFeature } from "../estimators/estimator.js";
import type { Bounds, FeatureDefinition } from "./feature.js";

/** A feature by the numbers that a model takes for its values. The features of a manifest have these fields. */
export interface CodedFeature extends TrainingFeature {
  readonly bounds?: Bounds;
}

/** A feature of a definition by its numbers. */
export const codedFeature = (feature: FeatureDefinition): CodedFeature => {
  const { name, type } = feature;
  if (type === "boolean") return { name, type };
  if (type === "category") {
    const { values: categories, unseen = "refused" } = feature;
    return { name, type, ...(categories === undefined ? {} : { categories }), unseen };
  }
  const { values, bounds } = feature;
  return {
    name,
    type,
    ...(values === undefined ? {} : { values }),
    ...(bounds === undefined ? {} : { bounds }),
  };
};
