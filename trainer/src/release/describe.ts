import type { ManifestFeature } from "@despliega/storage";

import type { FeatureDefinition } from "../model/model.js";
import type { FeatureStatistics } from "../statistics.js";

/** Features as the manifest states them: what the model declares, with what was learned about them. */
export const describeManifestFeatures = (
  features: readonly FeatureDefinition[],
  statistics: readonly FeatureStatistics[],
): ManifestFeature[] =>
  features.map(({ name, type, description, values, missing = "refused" }, i) => {
    const { min, max, mean } = statistics[i]!;
    return {
      name,
      type,
      description,
      ...(values === undefined ? {} : { values: [...values] }),
      missing: missing === "refused" ? missing : { fill: mean },
      range: [min, max],
      mean,
    };
  });
