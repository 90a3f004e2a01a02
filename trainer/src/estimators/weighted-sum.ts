import { double, identifier } from "../engine/engine.js";

/** SQL of an intercept and one weighted value a feature, added up in the order in which the api adds. */
export const weightedSumSql = (
  weights: readonly number[],
  features: readonly { readonly name: string; readonly fill: number | undefined }[],
): string => {
  const terms = features.map(({ name, fill }, i) => {
    const column = `${identifier(name)}::DOUBLE`;
    return `${double(weights[i + 1]!)} * ${fill === undefined ? column : `coalesce(${column}, ${double(fill)})`}`;
  });
  return [double(weights[0]!), ...terms].join(" + ");
};
