import { Refusal } from "../refusal.js";
import { emptyBatch, readPerson, type Batch } from "./batch.js";
import type { Signature } from "./signature.js";

/** Whether a value of JSON is an object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Makes a batch of objects with exactly one field a feature, and one for whom they are about. @throws Refusal */
export const batchOfRecords = (signature: Signature, rows: readonly unknown[]): Batch => {
  const batch = emptyBatch(signature, rows.length);
  for (let i = 0; i < rows.length; i++) readRecord(signature, rows[i], batch, i, i + 1);
  return batch;
};

/** Makes a batch of one object; its refusals name no row. @throws Refusal */
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
  if (!isRecord(record)) throw new Refusal("ROW_INVALID", { row });
  const { names, person } = signature;
  if (person !== undefined) pseudonyms!.push(readPerson(person, own(record, person.name), row));
  for (let i = 0; i < names.length; i++)
    values[at * names.length + i] = signature.read(i, own(record, names[i]!), row);
  // All fields are there, so that any further one is one too many.
  const fields = names.length + (person === undefined ? 0 : 1);
  if (Object.keys(record).length !== fields) throw new Refusal("FIELD_UNKNOWN", { row });
};

const own = (record: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(record, name) ? record[name] : undefined;
