import type { EntityKey, NumberColumn } from "@despliega/storage";

import { ProblemError } from "../../http/problem/problem-error.js";
import type { SubjectField } from "../../security/sensitive/subject-field.js";
import { isProblem, readKey, type ReadKey } from "./key.js";
import type { Signature } from "./signature.js";

/** Rows as a model takes them. */
export interface Batch {
  /** Features, row after row, in the model's order; NaN is a missing value. */
  readonly values: Float64Array;
  /** The pseudonym of each row's subject, as the training table has it: it never leaves the process. Undefined for an open model. */
  readonly pseudonyms: string[] | undefined;
  /** The key of each row's entity; undefined where rows have all features. */
  readonly keys: EntityKey[] | undefined;
  /** The rows, from 0, about entities that the release does not know and takes for ones without history. */
  readonly unknown: Set<number>;
}

/** Makes a batch of zeros without pseudonyms. @throws ProblemError `ROWS_TOO_MANY` */
export const emptyBatch = ({ width, subject, keys, maxRows }: Signature, rows: number): Batch => {
  if (rows > maxRows)
    throw new ProblemError("ROWS_TOO_MANY", { expected: `at most ${maxRows} rows` });
  return {
    values: new Float64Array(rows * width),
    pseudonyms: subject === undefined ? undefined : [],
    keys: keys.length === 0 ? undefined : [],
    unknown: new Set(),
  };
};

/** Cells in any layout. */
export interface Cells {
  readonly rows: number;
  /** The value of a field in a row, both counted from 0; the fields after the features say whom the row is about. */
  readonly cell: (row: number, position: number) => unknown;
  /** The values of a feature where they are all numbers or missing. Default: each is looked at by itself. */
  readonly numbers?: (position: number) => NumberColumn | undefined;
}

/**
 * Makes a batch of cells.
 *
 * @throws ProblemError for the first row that the signature refuses
 */
export const fillBatch = (signature: Signature, { rows, cell, numbers }: Cells): Batch => {
  const { names, places, width } = signature;
  const batch = emptyBatch(signature, rows);
  const left = numbers === undefined ? [...names.keys()] : copyColumns(signature, batch, numbers);
  if (left.length === 0 && signature.about.length === 0) return batch;
  for (let row = 0; row < rows; row++) {
    takeAbout(signature, batch, (at) => cell(row, names.length + at), row + 1);
    for (const position of left)
      batch.values[row * width + places[position]!] = signature.read(
        position,
        cell(row, position),
        row + 1,
      );
  }
  return batch;
};

/** Copies columns of numbers. @returns the positions that are left: all of them where a number is refused, since the first row is told */
const copyColumns = (
  signature: Signature,
  { values }: Batch,
  numbers: NonNullable<Cells["numbers"]>,
): readonly number[] => {
  const { names, places, width } = signature;
  const left: number[] = [];
  for (const position of names.keys()) {
    const column = numbers(position);
    if (column === undefined) left.push(position);
    else if (!signature.copy(position, column, values, places[position]!, width))
      return [...names.keys()];
  }
  return left;
};

/**
 * Takes down whom a row is about.
 *
 * @param valueOf the value of a field of `about`, by its place there
 * @throws ProblemError that never repeats the value
 */
export const takeAbout = (
  { subject, keys }: Signature,
  batch: Batch,
  valueOf: (at: number) => unknown,
  row: number | undefined,
): void => {
  if (subject !== undefined) batch.pseudonyms!.push(readSubject(subject, valueOf(0), row));
  if (batch.keys !== undefined)
    batch.keys.push(
      requireKey(
        readKey(keys, (_, at) => valueOf(at)),
        row,
      ),
    );
};

/** A key that was read. @throws ProblemError that names the row */
export const requireKey = (key: ReadKey, row: number | undefined): EntityKey => {
  if (isProblem(key)) throw new ProblemError(key, { row });
  return key;
};

/** The pseudonym of a row's subject. @throws ProblemError that names the field, and never repeats the identifier */
const readSubject = (
  { name: feature, pseudonymOf }: SubjectField,
  identifier: unknown,
  row: number | undefined,
): string => {
  if (identifier === undefined) throw new ProblemError("SUBJECT_MISSING", { feature, row });
  const pseudonym = pseudonymOf(identifier);
  if (pseudonym === undefined) throw new ProblemError("SUBJECT_INVALID", { feature, row });
  return pseudonym;
};
