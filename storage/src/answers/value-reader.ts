import { encoderOf } from "../formats/value.js";
import type { ManifestFeature } from "../release/manifest/feature.js";

/** What can be wrong with the value of a feature. */
export type ValueProblem =
  | "FEATURE_MISSING"
  | "FEATURE_NULL"
  | "FEATURE_NOT_NUMBER"
  | "FEATURE_NOT_FINITE"
  | "FEATURE_NOT_INTEGER"
  | "FEATURE_NOT_BOOLEAN"
  | "FEATURE_NOT_TEXT"
  | "FEATURE_OUT_OF_DOMAIN"
  | "FEATURE_OUT_OF_BOUNDS";

/** Reads a value of JSON: the number that the model takes for it, or what is wrong with it. */
export type ReadValue = (value: unknown) => number | ValueProblem;

/**
 * Makes what reads the values of a feature. `null`, NaN and undefined are missing values, and so is an empty text of a
 * category; they give NaN where the feature may be missing.
 */
export const valueReader = (feature: ManifestFeature): ReadValue => {
  if (feature.type === "boolean") return booleans(feature);
  return feature.type === "category" ? categories(feature) : numbers(feature);
};

/** What a value is that may be missing; undefined where it is there. */
const missing = (
  { missing: rule }: ManifestFeature,
  value: unknown,
): ReturnType<ReadValue> | undefined => {
  if (value !== null && value !== undefined && !Number.isNaN(value)) return undefined;
  if (rule !== "refused") return NaN;
  return value === undefined ? "FEATURE_MISSING" : "FEATURE_NULL";
};

const numbers = (feature: ManifestFeature): ReadValue => {
  const { type, values, bounds } = feature;
  const isPlain = plainNumber(feature);
  const { min = -Infinity, max = Infinity, clip = false } = bounds ?? {};
  return (value) => {
    if (typeof value === "number" && isPlain(value)) return value;
    const absent = missing(feature, value);
    if (absent !== undefined) return absent;
    if (typeof value !== "number") return "FEATURE_NOT_NUMBER";
    if (!Number.isFinite(value)) return "FEATURE_NOT_FINITE";
    if (type === "integer" && !Number.isSafeInteger(value)) return "FEATURE_NOT_INTEGER";
    if (values !== undefined) return "FEATURE_OUT_OF_DOMAIN";
    return clip ? Math.min(Math.max(value, min), max) : "FEATURE_OUT_OF_BOUNDS";
  };
};

/** Makes what tells whether a number is taken as it is, at the cost of one comparison where nothing is declared. */
const plainNumber = ({ type, values, bounds }: ManifestFeature): ((value: number) => boolean) => {
  if (values !== undefined) {
    const domain = new Set(values);
    return (value) => domain.has(value);
  }
  // A JSON number beyond 2^53 is not the whole number that was written.
  const isOne = type === "integer" ? Number.isSafeInteger : Number.isFinite;
  if (bounds === undefined) return isOne;
  const { min = -Infinity, max = Infinity } = bounds;
  return (value) => value >= min && value <= max && isOne(value);
};

const booleans =
  (feature: ManifestFeature): ReadValue =>
  (value) =>
    typeof value === "boolean" ? Number(value) : (missing(feature, value) ?? "FEATURE_NOT_BOOLEAN");

const categories = (feature: ManifestFeature): ReadValue => {
  const encode = encoderOf(feature);
  return (value) => {
    const absent = missing(feature, value === "" ? null : value);
    if (absent !== undefined) return absent;
    return typeof value === "string"
      ? (encode(value) ?? "FEATURE_OUT_OF_DOMAIN")
      : "FEATURE_NOT_TEXT";
  };
};
