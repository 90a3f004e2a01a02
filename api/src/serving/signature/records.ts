import { KEY_FIELD, type EntityKey } from "@despliega/storage";

import { ProblemError } from "../../http/problem/problem-error.js";
import { emptyBatch, requireKey, takeAbout, type Batch } from "./batch.js";
import { isRecord } from "./is-record.js";
import { readKeyField } from "./key.js";
import { fieldsOf, type Signature } from "./signature.js";

type Fields = Readonly<Record<string, unknown>>;

/** Takes down whom a record is about. @returns how many fields of the record say it */
export type TakeRecord = (
  signature: Signature,
  batch: Batch,
  record: Fields,
  row: number | undefined,
) => number;

/** Each field that says whom a record is about is beside its features. */
const beside: TakeRecord = (signature, batch, record, row) => {
  const { about } = signature;
  takeAbout(signature, batch, (at) => own(record, about[at]!), row);
  return about.length;
};

/** The key is in the field `key`, where there is one; the subject is beside the features. */
export const inKeyField: TakeRecord = (signature, batch, record, row) => {
  const { keys } = signature;
  if (keys.length === 0) return beside(signature, batch, record, row);
  batch.keys!.push(requireKey(readKeyField(keys, own(record, KEY_FIELD)), row));
  return 1;
};

/** The key is known already, and the record has only features. */
export const aboutKey =
  (key: EntityKey): TakeRecord =>
  (_signature, { keys }) => {
    keys!.push(key);
    return 0;
  };

/**
 * Makes a batch of objects with one field per feature, and fields that say whom they are about. A feature that may be
 * missing can be left out.
 *
 * @param take default: those fields are beside the features
 * @throws ProblemError
 */
export const batchOfRecords = (
  signature: Signature,
  rows: readonly unknown[],
  take: TakeRecord = beside,
): Batch => {
  const batch = emptyBatch(signature, rows.length);
  for (let i = 0; i < rows.length; i++) readRecord(signature, rows[i], batch, i, i + 1, take);
  return batch;
};

/** Makes a batch of one object; its problems name no row. @throws ProblemError */
export const batchOfRecord = (
  signature: Signature,
  row: unknown,
  take: TakeRecord = beside,
): Batch => {
  const batch = emptyBatch(signature, 1);
  readRecord(signature, row, batch, 0, undefined, take);
  return batch;
};

const readRecord = (
  signature: Signature,
  record: unknown,
  batch: Batch,
  at: number,
  row: number | undefined,
  take: TakeRecord,
): void => {
  if (!isRecord(record)) throw new ProblemError("ROW_INVALID", { row, expected: "an object" });
  const { names, places, width } = signature;
  let known = take(signature, batch, record, row);
  for (let i = 0; i < names.length; i++) {
    const value = own(record, names[i]!);
    if (value !== undefined) known++;
    batch.values[at * width + places[i]!] = signature.read(i, value, row);
  }
  if (signature.others === "refused" && Object.keys(record).length !== known)
    throw new ProblemError("FIELD_UNKNOWN", { row, expected: fieldsOf(signature) });
};

const own = (record: Fields, name: string): unknown =>
  Object.hasOwn(record, name) ? record[name] : undefined;
