import type { Feature } from "./feature.js";

/** A value of a feature as callers write it; null is a missing value. */
export type Value = number | string | boolean | null;

/** The fields of a feature that decide between its values and its numbers. */
export type Coded = Pick<Feature, "type" | "categories" | "unseen">;

/**
 * The number that a model takes for a value of a feature: NaN where it is missing, and undefined where the feature has
 * no such value.
 */
export type Encode = (value: unknown) => number | undefined;

/** Makes what turns values of a feature into numbers. An empty text is a missing category. */
export const encoderOf = ({ type, categories = [], unseen }: Coded): Encode => {
  if (type === "category") {
    const codes = new Map(categories.map((name, code) => [name, code]));
    const other = unseen === "other" ? categories.length : undefined;
    return (value) => {
      if (typeof value === "string") return value === "" ? NaN : (codes.get(value) ?? other);
      return value === null ? NaN : undefined;
    };
  }
  const kind = type === "boolean" ? "boolean" : "number";
  return (value) => (value === null ? NaN : typeof value === kind ? Number(value) : undefined);
};

/** What a feature has for a category that is none of its own, in answers. */
export const OTHER = "other";

/** Makes what turns the numbers of a feature back into values. A category that is not its own is {@link OTHER}. */
export const decoderOf = ({ type, categories = [] }: Coded): ((code: number) => Value) => {
  if (type === "category")
    return (code) => (Number.isNaN(code) ? null : (categories[code] ?? OTHER));
  if (type === "boolean") return (code) => (Number.isNaN(code) ? null : code === 1);
  return (code) => (Number.isNaN(code) ? null : code);
};

/** How many codes a feature has, from 0 on; undefined for a number. */
export const codesOf = ({ type, categories = [], unseen }: Coded): number | undefined => {
  if (type === "boolean") return 2;
  if (type === "category") return categories.length + (unseen === "other" ? 1 : 0);
  return undefined;
};

/** Makes what turns a row of values, in the order of the features, into the array that a scorer takes. */
export const rowEncoder = (
  features: readonly Coded[],
): ((values: readonly Value[]) => Float64Array) => {
  const encoders = features.map(encoderOf);
  return (values) => Float64Array.from(encoders, (encode, i) => encode(values[i]) ?? NaN);
};
