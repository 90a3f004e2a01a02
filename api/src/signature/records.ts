import { Refusal } from "../refusal.js";
import { emptyBatch, type Batch } from "./batch.js";
import type { Signature } from "./signature.js";

/** Whether a value of JSON is an object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Makes a batch of objects with exactly one field a feature. @throws Refusal */
export const batchOfRecords = (signature: Signature, rows: readonly unknown[]): Batch => {
  const width = signature.names.length;
  const batch = emptyBatch(signature, rows.length);
  for (let i = 0; i < rows.length; i++) readRecord(signature, rows[i], batch, i * width, i + 1);
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
  batch: Batch,
  offset: number,
  row: number | undefined,
): void => {
  if (!isRecord(record)) throw new Refusal("ROW_INVALID", { row });
  const { names } = signature;
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    batch[offset + i] = signature.read(i, value, row);
  }
  // All features are there, so that any further field is one too many.
  if (Object.keys(record).length !== names.length) throw new Refusal("FIELD_UNKNOWN", { row });
};
