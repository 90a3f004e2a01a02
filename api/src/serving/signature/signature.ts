import {
  expectedOf,
  featuresOfRows,
  listOf,
  numberCopier,
  valueReader,
  type CopyNumbers,
  type KeyColumn,
  type ManifestFeature,
} from "@despliega/storage";

import { ProblemError } from "../../http/problem/problem-error.js";
import type { SubjectField } from "../../security/sensitive/subject-field.js";
import { MAX_ROWS } from "./limits.js";

/** What a model takes: names, types and bounds of the features of a row. Every protocol checks rows against it. */
export interface Signature {
  /** The features that a row has, in the order that the model takes them. */
  readonly names: readonly string[];
  /** The place of each of them among all features of the model. */
  readonly places: readonly number[];
  /** How many features the model takes. */
  readonly width: number;
  /** The position of a feature, or of a field that says whom a row is about: these come after the features. Else -1. */
  position(name: string): number;
  /** Whether the feature at a position may be missing, and so be left out. */
  optional(position: number): boolean;
  /** The type of the feature at a position; of a field after the features, how its text in a CSV is read. */
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
  /** Copies numbers of the feature at a position for all rows, where all are taken as they are: {@link read} would give the same. */
  copy(position: number, ...given: Parameters<CopyNumbers>): boolean;
  /** The person that a row is about. Undefined for an open model. */
  readonly subject: SubjectField | undefined;
  /** The columns of the key of the entity that a row is about; none where rows have all features. */
  readonly keys: readonly KeyColumn[];
  /** The names of the fields that say whom a row is about: the subject, or the columns of the key. */
  readonly about: readonly string[];
  /** Rows that a batch may have at most. */
  readonly maxRows: number;
}

/**
 * Compiles the signature of a release's features, once, so that a row costs one comparison per feature.
 *
 * @param all the features of the model
 * @param subject of a sensitive model
 * @param keys of a model that is asked by key with features of the request
 */
export const compileSignature = (
  all: readonly ManifestFeature[],
  subject?: SubjectField,
  maxRows = MAX_ROWS,
  keys: readonly KeyColumn[] = [],
): Signature => {
  const features = featuresOfRows(all);
  const names = features.map(({ name }) => name);
  const about = subject === undefined ? keys.map(({ name }) => name) : [subject.name];
  const positions = new Map([...names, ...about].map((name, position) => [name, position]));
  const nullable = features.map(({ missing }) => missing !== "refused");
  const readers = features.map(valueReader);
  const copiers = features.map(numberCopier);

  return {
    names,
    places: features.map((feature) => all.indexOf(feature)),
    width: all.length,
    subject,
    keys,
    about,
    maxRows,
    position: (name) => positions.get(name) ?? -1,
    optional: (position) => nullable[position]!,
    type: (position) => features[position]?.type ?? keyType(keys[position - names.length]),
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
    copy: (position, ...given) => copiers[position]!(...given),
  };
};

const keyType = (key: KeyColumn | undefined): "integer" | "category" =>
  key?.type === "integer" ? "integer" : "category";

/** The same signature for a protocol whose clients send more fields than the model knows. */
export const ignoringOthers = (signature: Signature): Signature => ({
  ...signature,
  others: "ignored",
});

/** The names of all fields, in words. */
export const fieldsOf = ({ names, about }: Signature): string => listOf([...names, ...about]);
