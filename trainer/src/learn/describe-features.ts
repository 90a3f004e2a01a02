import type { ManifestFeature } from "@despliega/storage";

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
  features.map(({ name, type, description, values, missing: declared = "refused" }, i) => {
    const { min, max, mean } = statistics[i]!;
    return {
      name,
      type,
      description,
      ...(values === undefined ? {} : { values: [...values] }),
      missing: declared === "refused" ? declared : missing(mean),
      // The ends of a range are the values of two persons.
      ...(privacy === "open" ? { range: [min, max] } : {}),
      mean,
    };
  });
