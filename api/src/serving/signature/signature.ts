import { expectedOf, listOf, valueReader, type ManifestFeature } from "@despliega/storage";

import { ProblemError } from "../../http/problem/problem-error.js";
import type { SubjectField } from "../../security/sensitive/subject-field.js";
import { MAX_ROWS } from "./limits.js";

/** What a model takes: names, types and bounds of its features. Every protocol checks rows against it. */
export interface Signature {
  /** The features, in the order that the model takes them. */
  readonly names: readonly string[];
  /** The position of a feature, or -1. */
  position(name: string): number;
  /** Whether the feature at a position may be missing, and so be left out. */
  optional(position: number): boolean;
  /** The type of the feature at a position. */
  type(position: number): ManifestFeature["type"];
  /** What the feature at a position may be, in words. */
  expected(position: number): string;
  /** Whether fields that the model does not know are refused. */
  readonly others: "refused" | "ignored";
  /**
   * The number that the model takes for a value of JSON. `null`, NaN and undefined are missing values, and so is an empty
   * text of a category; they give NaN where the feature may be missing.
   *
   * @param row counted from 1, for the refusal
   * @throws ProblemError that names the feature, the row and what is allowed there, never the value
   */
  read(position: number, value: unknown, row: number | undefined): number;
  /** Its {@link Signature.position} comes after the features'. Undefined for an open model. */
  readonly subject: SubjectField | undefined;
  /** Rows that a batch may have at most. */
  readonly maxRows: number;
}

/** Compiles the signature of a release's features, once, so that a row costs one comparison per feature. */
export const compileSignature = (
  features: readonly ManifestFeature[],
  subject?: SubjectField,
  maxRows = MAX_ROWS,
): Signature => {
  const names = features.map(({ name }) => name);
  const fields = subject === undefined ? names : [...names, subject.name];
  const positions = new Map(fields.map((name, position) => [name, position]));
  const nullable = features.map(({ missing }) => missing !== "refused");
  const readers = features.map(valueReader);

  return {
    names,
    subject,
    maxRows,
    position: (name) => positions.get(name) ?? -1,
    optional: (position) => nullable[position]!,
    type: (position) => features[position]!.type,
    expected: (position) => expectedOf(features[position]!),
    others: "refused",
    read(position, value, row) {
      const read = readers[position]!(value);
      if (typeof read === "number") return read;
      const feature = features[position]!;
      throw new ProblemError(read, {
        feature: feature.name,
        row,
        expected: expectedOf(feature),
      });
    },
  };
};

/** The same signature for a protocol whose clients send more fields than the model knows. */
export const ignoringOthers = (signature: Signature): Signature => ({
  ...signature,
  others: "ignored",
});

/** The names of all fields, in words. */
export const fieldsOf = ({ names, subject }: Signature): string =>
  listOf(subject === undefined ? names : [...names, subject.name]);
