import type { ManifestFeature } from "../release/manifest/feature.js";

/** Numbers of one feature for many rows: the first of them is at `from`, and each next one `step` further. */
export interface NumberColumn {
  readonly values: Float64Array;
  readonly from: number;
  readonly step: number;
}

/**
 * Copies the numbers of a feature for all rows of a table, as `valueReader` reads each of them; NaN is a missing value.
 *
 * @param into the table, row after row
 * @param at the place of the feature in a row
 * @param width of a row
 * @returns whether all of them are taken as they are; where one is not, the table holds some of them
 */
export type CopyNumbers = (
  column: NumberColumn,
  into: Float64Array,
  at: number,
  width: number,
) => boolean;

/** Makes what copies the numbers of a feature. It takes those of a boolean or a category never. */
export const numberCopier = (feature: ManifestFeature): CopyNumbers => {
  const { type, values, bounds, missing: rule } = feature;
  if (type === "boolean" || type === "category") return () => false;
  const domain = values === undefined ? undefined : new Set(values);
  const { min = -Number.MAX_VALUE, max = Number.MAX_VALUE } =
    (domain === undefined && bounds) || {};
  const isWhole = domain === undefined && type === "integer";
  const mayMiss = rule !== "refused";
  return ({ values: given, from, step }, into, at, width) => {
    for (let to = at, next = from; to < into.length; to += width, next += step) {
      const value = given[next]!;
      const isPlain =
        value >= min &&
        value <= max &&
        (!isWhole || Number.isSafeInteger(value)) &&
        (domain === undefined || domain.has(value));
      if (!isPlain && !(mayMiss && Number.isNaN(value))) return false;
      into[to] = value;
    }
    return true;
  };
};
