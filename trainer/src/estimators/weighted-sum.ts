import type { ManifestFeature } from "@despliega/storage";

import { double, identifier } from "../engine/engine.js";

/** SQL of an intercept and one weighted value for each feature, added in the order in which the api adds. */
export const weightedSumSql = (
  weights: readonly number[],
  features: readonly Pick<ManifestFeature, "name" | "missing">[],
): string => {
  const terms = features.map(({ name, missing }, i) => {
    const column = `${identifier(name)}::DOUBLE`;
    const value =
      typeof missing === "string" ? column : `coalesce(${column}, ${double(missing.fill)})`;
    return `${double(weights[i + 1]!)} * ${value}`;
  });
  return [double(weights[0]!), ...terms].join(" + ");
};
