import type { ManifestFeature } from "@despliega/storage";

import type { Dialect } from "../engine/dialect.js";
import { double, identifier } from "../engine/sql.js";

/** SQL of an intercept and one weighted value for each feature, added in the order in which the api adds. */
export const weightedSumSql = (
  { cast }: Dialect,
  weights: readonly number[],
  features: readonly Pick<ManifestFeature, "name" | "missing">[],
): string => {
  const terms = features.map(({ name, missing }, i) => {
    const column = cast(identifier(name), "double");
    const value =
      typeof missing === "string" ? column : `coalesce(${column}, ${double(missing.fill)})`;
    return `${double(weights[i + 1]!)} * ${value}`;
  });
  return [double(weights[0]!), ...terms].join(" + ");
};
