import type { ManifestFeature } from "@despliega/storage";

import type { ProblemCode } from "../errors.js";
import { Refusal } from "../refusal.js";
import { expectedOf, listOf } from "./expected.js";

/** What a model takes: the check of one value that every way to ask the model goes through. */
export interface Signature {
  /** The features, in the order that the model takes them. */
  readonly names: readonly string[];
  /** The position of a feature, or -1. */
  position(name: string): number;
  /** Whether the feature at a position may be missing, and so be left out. */
  optional(position: number): boolean;
  /** What the feature at a position may be, in words. */
  expected(position: number): string;
  /** What becomes of fields that the model does not know. */
  readonly others: "refused" | "ignored";
  /**
   * The number that the model takes for a value; NaN for one that is missing, as `null`, NaN, and what was left out are,
   * where the feature may be.
   *
   * @param row counted from 1, for the refusal
   * @throws Refusal that names the feature, the row and what is allowed there, never the value
   */
  read(position: number, value: unknown, row: number | undefined): number;
  /** Whom a row is about; undefined for an open model, whose rows are about nobody. */
  readonly person: Person | undefined;
}

/** The field of a row that says whom it is about. Its {@link Signature.position} comes after the features'. */
export interface Person {
  readonly name: string;
  /** Makes the pseudonym of an identifier; undefined when the value identifies nobody. */
  readonly pseudonymOf: (identifier: unknown) => string | undefined;
}

/** Makes the check of a release's features, once, so that a row costs a comparison a feature. */
export const compileSignature = (
  features: readonly ManifestFeature[],
  person?: Person,
): Signature => {
  const names = features.map(({ name }) => name);
  const fields = person === undefined ? names : [...names, person.name];
  const positions = new Map(fields.map((name, position) => [name, position]));
  const nullable = features.map(({ missing }) => missing !== "refused");
  const allows = features.map(allowed);

  return {
    names,
    person,
    position: (name) => positions.get(name) ?? -1,
    optional: (position) => nullable[position]!,
    expected: (position) => expectedOf(features[position]!),
    others: "refused",
    read(position, value, row) {
      if (typeof value === "number" && allows[position]!(value)) return value;
      if (isMissing(value) && nullable[position]!) return NaN;
      const feature = features[position]!;
      const place = { feature: feature.name, row, expected: expectedOf(feature) };
      throw new Refusal(problemWith(feature, value), place);
    },
  };
};

/** The same check, for a protocol whose clients send more than the model knows. */
export const ignoringOthers = (signature: Signature): Signature => ({
  ...signature,
  others: "ignored",
});

/** The names of all fields, in words. */
export const fieldsOf = ({ names, person }: Signature): string =>
  listOf(person === undefined ? names : [...names, person.name]);

const allowed = ({ type, values }: ManifestFeature): ((value: number) => boolean) => {
  if (values !== undefined) {
    const domain = new Set(values);
    return (value) => domain.has(value);
  }
  // A JSON number beyond 2^53 is not the whole number that was written.
  return type === "integer" ? Number.isSafeInteger : Number.isFinite;
};

const isMissing = (value: unknown): boolean =>
  value === null || value === undefined || Number.isNaN(value);

const problemWith = ({ type }: ManifestFeature, value: unknown): ProblemCode => {
  if (value === undefined) return "FEATURE_MISSING";
  if (isMissing(value)) return "FEATURE_NULL";
  if (typeof value !== "number") return "FEATURE_NOT_NUMBER";
  if (!Number.isFinite(value)) return "FEATURE_NOT_FINITE";
  if (type === "integer" && !Number.isSafeInteger(value)) return "FEATURE_NOT_INTEGER";
  return "FEATURE_OUT_OF_DOMAIN";
};
