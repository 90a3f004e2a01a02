import { ProblemError } from "../../http/problem/problem-error.js";
import { emptyBatch, readSubject, type Batch } from "./batch.js";
import { fieldsOf, type Signature } from "./signature.js";

/** Whether a value of JSON is an object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Makes a batch of objects with one field per feature, and one for the subject of a sensitive model. A feature that may
 * be missing can be left out.
 *
 * @throws ProblemError
 */
export const batchOfRecords = (signature: Signature, rows: readonly unknown[]): Batch => {
  const batch = emptyBatch(signature, rows.length);
  for (let i = 0; i < rows.length; i++) readRecord(signature, rows[i], batch, i, i + 1);
  return batch;
};

/** Makes a batch of one object; its problems name no row. @throws ProblemError */
export const batchOfRecord = (signature: Signature, row: unknown): Batch => {
  const batch = emptyBatch(signature, 1);
  readRecord(signature, row, batch, 0, undefined);
  return batch;
};

const readRecord = (
  signature: Signature,
  record: unknown,
  { values, pseudonyms }: Batch,
  at: number,
  row: number | undefined,
): void => {
  if (!isRecord(record)) throw new ProblemError("ROW_INVALID", { row, expected: "an object" });
  const { names, subject } = signature;
  if (subject !== undefined) pseudonyms!.push(readSubject(subject, own(record, subject.name), row));
  let known = subject === undefined ? 0 : 1;
  for (let i = 0; i < names.length; i++) {
    const value = own(record, names[i]!);
    if (value !== undefined) known++;
    values[at * names.length + i] = signature.read(i, value, row);
  }
  if (signature.others === "refused" && Object.keys(record).length !== known)
    throw new ProblemError("FIELD_UNKNOWN", { row, expected: fieldsOf(signature) });
};

const own = (record: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(record, name) ? record[name] : undefined;
