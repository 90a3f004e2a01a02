import { encoderOf, type ManifestFeature } from "@despliega/storage";

import type { ProblemCode } from "../../errors/errors.js";

/** Reads a value of JSON: the number that the model takes for it, or what is wrong with it. */
type Read = (value: unknown) => number | ProblemCode;

/** Makes what reads the values of a feature. */
export const valueReader = (feature: ManifestFeature): Read => {
  const { type, missing } = feature;
  const read = READERS[type](feature);
  const isMissing = type === "category" ? isMissingText : isMissingNumber;
  const nullable = missing !== "refused";
  return (value) => {
    if (!isMissing(value)) return read(value);
    if (nullable) return NaN;
    return value === undefined ? "FEATURE_MISSING" : "FEATURE_NULL";
  };
};

const isMissingNumber = (value: unknown): boolean =>
  value === null || value === undefined || Number.isNaN(value);

const isMissingText = (value: unknown): boolean => value === "" || isMissingNumber(value);

const numbers = ({ type, values, bounds }: ManifestFeature): Read => {
  const domain = values && new Set(values);
  const { min = -Infinity, max = Infinity, clip } = bounds ?? {};
  return (value) => {
    if (typeof value !== "number") return "FEATURE_NOT_NUMBER";
    if (!Number.isFinite(value)) return "FEATURE_NOT_FINITE";
    // A JSON number beyond 2^53 is not the whole number that was written.
    if (type === "integer" && !Number.isSafeInteger(value)) return "FEATURE_NOT_INTEGER";
    if (domain !== undefined) return domain.has(value) ? value : "FEATURE_OUT_OF_DOMAIN";
    if (value >= min && value <= max) return value;
    return clip ? Math.min(Math.max(value, min), max) : "FEATURE_OUT_OF_BOUNDS";
  };
};

const READERS: Readonly<Record<ManifestFeature["type"], (feature: ManifestFeature) => Read>> = {
  integer: numbers,
  number: numbers,
  boolean: () => (value) => (typeof value === "boolean" ? Number(value) : "FEATURE_NOT_BOOLEAN"),
  category: (feature) => {
    const encode = encoderOf(feature);
    return (value) =>
      typeof value === "string" ? (encode(value) ?? "FEATURE_OUT_OF_DOMAIN") : "FEATURE_NOT_TEXT";
  },
};
