import type { ManifestFeature } from "@despliega/storage";

import { codedFeature } from "../model/coded-feature.js";
import type { ModelDefinition } from "../model/model.js";
import type { FeatureStatistics } from "../estimators/statistics.js";

/**
 * Features as the manifest states them: what the model declares, with their statistics.
 *
 * @param missing what replaces a missing value
 */
export const describeManifestFeatures = (
  { features, privacy }: Pick<ModelDefinition, "features" | "privacy">,
  statistics: readonly FeatureStatistics[],
  missing: (mean: number) => ManifestFeature["missing"],
): ManifestFeature[] =>
  features.map((feature, i) => {
    const { description, reason, from, missing: declared = "refused" } = feature;
    const { name, type, values, categories, unseen, bounds } = codedFeature(feature);
    const { min, max, mean } = statistics[i]!;
    const isNumber = type === "integer" || type === "number";
    return {
      name,
      type,
      description,
      ...(reason === undefined ? {} : { reason }),
      ...(from === undefined ? {} : { from }),
      ...(values === undefined ? {} : { values: [...values] }),
      ...(bounds === undefined ? {} : { bounds }),
      ...(categories === undefined ? {} : { categories: [...categories], unseen }),
      missing: declared === "refused" ? declared : type === "category" ? "kept" : missing(mean),
      // The ends of a range are the values of two persons.
      ...(privacy === "open" && isNumber ? { range: [min, max] } : {}),
      mean,
    };
  });
