import { ProblemError } from "../../http/problem/problem-error.js";
import type { SubjectField } from "../../security/sensitive/subject-field.js";
import type { Signature } from "./signature.js";

/** Rows as a model takes them. */
export interface Batch {
  /** Features, row after row, in the model's order; NaN is a missing value. */
  readonly values: Float64Array;
  /** The pseudonym of each row's subject; undefined for an open model. */
  readonly pseudonyms: string[] | undefined;
}

/** Makes a batch of zeros without pseudonyms. @throws ProblemError `ROWS_TOO_MANY` */
export const emptyBatch = ({ names, subject, maxRows }: Signature, rows: number): Batch => {
  if (rows > maxRows)
    throw new ProblemError("ROWS_TOO_MANY", { expected: `at most ${maxRows} rows` });
  return {
    values: new Float64Array(rows * names.length),
    pseudonyms: subject === undefined ? undefined : [],
  };
};

/**
 * Makes a batch of cells in any layout.
 *
 * @param cell the value of a field in a row, both counted from 0; the field after the features names the subject
 * @throws ProblemError for the first row that the signature refuses
 */
export const fillBatch = (
  signature: Signature,
  rows: number,
  cell: (row: number, position: number) => unknown,
): Batch => {
  const { names, subject } = signature;
  const width = names.length;
  const batch = emptyBatch(signature, rows);
  for (let row = 0; row < rows; row++) {
    if (subject !== undefined)
      batch.pseudonyms!.push(readSubject(subject, cell(row, width), row + 1));
    for (let position = 0; position < width; position++)
      batch.values[row * width + position] = signature.read(position, cell(row, position), row + 1);
  }
  return batch;
};

/** The pseudonym of a row's subject. @throws ProblemError that names the field, and never repeats the identifier */
export const readSubject = (
  { name: feature, pseudonymOf }: SubjectField,
  identifier: unknown,
  row: number | undefined,
): string => {
  if (identifier === undefined) throw new ProblemError("SUBJECT_MISSING", { feature, row });
  const pseudonym = pseudonymOf(identifier);
  if (pseudonym === undefined) throw new ProblemError("SUBJECT_INVALID", { feature, row });
  return pseudonym;
};
