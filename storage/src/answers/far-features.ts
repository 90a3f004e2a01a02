import type { ManifestFeature } from "../release/manifest/feature.js";

/**
 * Makes what finds the features of a row that are far outside what a model has learned from: beyond the range of the
 * training observations by more than its width. Features with declared values or bounds, and those whose range is not
 * known, are never found.
 *
 * @returns names in the order of the features
 */
export const farFeatures = (
  features: readonly ManifestFeature[],
): ((row: Float64Array) => readonly string[]) => {
  const limits = features.flatMap(({ name, type, range, values, bounds }, at) => {
    const isOpen = values === undefined && bounds === undefined && type !== "boolean";
    if (range === undefined || !isOpen) return [];
    const [low, high] = range;
    return [{ name, at, least: low - (high - low), most: high + (high - low) }];
  });
  return (row) =>
    limits
      .filter(({ at, least, most }) => row[at]! < least || row[at]! > most)
      .map(({ name }) => name);
};
