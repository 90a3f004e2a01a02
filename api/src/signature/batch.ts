import { Refusal } from "../refusal.js";
import type { Person, Signature } from "./signature.js";

/** Rows that a batch may have at most. */
export const MAX_ROWS = 1_000_000;

/** Rows as a model takes them. */
export interface Batch {
  /** Features, row after row, in the model's order; NaN is a missing value. */
  readonly values: Float64Array;
  /** Whom each row is about; undefined for an open model. */
  readonly pseudonyms: string[] | undefined;
}

/** Makes a batch of zeros about nobody yet. @throws Refusal `ROWS_TOO_MANY` */
export const emptyBatch = ({ names, person }: Signature, rows: number): Batch => {
  if (rows > MAX_ROWS) throw new Refusal("ROWS_TOO_MANY");
  return {
    values: new Float64Array(rows * names.length),
    pseudonyms: person === undefined ? undefined : [],
  };
};

/**
 * Makes a batch of cells that lie in any layout.
 *
 * @param cell the value of a field in a row, both counted from 0; the field after the features is whom the row is about
 * @throws Refusal for the first row that the signature refuses
 */
export const fillBatch = (
  signature: Signature,
  rows: number,
  cell: (row: number, position: number) => unknown,
): Batch => {
  const { names, person } = signature;
  const width = names.length;
  const batch = emptyBatch(signature, rows);
  for (let row = 0; row < rows; row++) {
    if (person !== undefined) batch.pseudonyms!.push(readPerson(person, cell(row, width), row + 1));
    for (let position = 0; position < width; position++)
      batch.values[row * width + position] = signature.read(position, cell(row, position), row + 1);
  }
  return batch;
};

/** The pseudonym of whom a row is about. @throws Refusal that names the field, and never repeats the identifier */
export const readPerson = (
  { name: feature, pseudonymOf }: Person,
  identifier: unknown,
  row: number | undefined,
): string => {
  if (identifier === undefined) throw new Refusal("SUBJECT_MISSING", { feature, row });
  const pseudonym = pseudonymOf(identifier);
  if (pseudonym === undefined) throw new Refusal("SUBJECT_INVALID", { feature, row });
  return pseudonym;
};
