import type { ManifestFeature } from "@despliega/storage";

import type { ModelDefinition } from "../model/model.js";
import type { FeatureStatistics } from "../estimators/statistics.js";

/**
 * Features as the manifest states them: what the model declares, with what was learned about them.
 *
 * @param missing what stands in for a value that is allowed to be missing
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
      // The ends of a sensitive range are two persons' values.
      ...(privacy === "open" ? { range: [min, max] } : {}),
      mean,
    };
  });
