import type { ManifestFeature } from "@despliega/storage";

import type { Bounds, FeatureDefinition } from "./feature.js";

/** The feature of a release as a definition declares it, with the categories that the release has learned. */
export const declaredFeature = (feature: ManifestFeature): FeatureDefinition => {
  const { name, description, type, values, bounds, categories, unseen, missing, from } = feature;
  const common = {
    name,
    description,
    missing: missing === "refused" ? ("refused" as const) : ("allowed" as const),
    ...(from === undefined ? {} : { from }),
  };
  if (type === "boolean") return { ...common, type };
  if (type === "category")
    return { ...common, type, values: categories!, ...(unseen === undefined ? {} : { unseen }) };
  return {
    ...common,
    type,
    ...(values === undefined ? {} : { values }),
    ...(bounds === undefined ? {} : { bounds: bounds as Bounds }),
  };
};
