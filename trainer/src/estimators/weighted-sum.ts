import { weightsOf, type Feature } from "@despliega/storage";

import type { Dialect } from "../engine/dialect.js";
import { double, identifier } from "../engine/sql.js";

/**
 * SQL of an intercept and one weighted value for each feature, added in the order in which the api adds.
 *
 * @param weights as in `model.json`
 */
export const weightedSumSql = (
  dialect: Dialect,
  weights: readonly number[],
  features: readonly Feature[],
): string => {
  let start = 1;
  const terms = features.map((feature) => {
    const own = weights.slice(start, (start += weightsOf(feature)));
    return feature.type === "category"
      ? categoryTerm(feature.name, own)
      : numberTerm(dialect, feature, own[0]!);
  });
  return [double(weights[0]!), ...terms].join(" + ");
};

const numberTerm = ({ cast }: Dialect, { name, missing }: Feature, weight: number): string => {
  const column = cast(identifier(name), "double");
  const value =
    typeof missing === "string" ? column : `coalesce(${column}, ${double(missing.fill)})`;
  return `${double(weight)} * ${value}`;
};

/** The last weight is that of a missing value. */
const categoryTerm = (name: string, weights: readonly number[]): string => {
  const cases = weights.slice(0, -1).map((weight, code) => `WHEN ${code} THEN ${double(weight)}`);
  return `CASE ${identifier(name)} ${cases.join(" ")} ELSE ${double(weights.at(-1)!)} END`;
};
