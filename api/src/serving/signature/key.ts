import { isTextKey, type EntityKey, type KeyColumn, type KeyValue } from "@despliega/storage";

import type { ProblemCode } from "../../errors/errors.js";
import { isRecord } from "./is-record.js";

/** A key that was read, or the problem with it. */
export type ReadKey = EntityKey | ProblemCode;

/** Whether a key could not be read. */
export const isProblem = (key: ReadKey): key is ProblemCode => typeof key === "string";

/** Reads a key, column by column. */
export const readKey = (
  columns: readonly KeyColumn[],
  valueOf: (column: KeyColumn, at: number) => unknown,
): ReadKey => {
  const key: KeyValue[] = [];
  for (const [at, column] of columns.entries()) {
    const value = valueOf(column, at);
    if (value === undefined) return "KEY_MISSING";
    if (column.type === "integer") {
      if (!Number.isSafeInteger(value)) return "ENTITY_ID_INVALID";
      // The addition turns −0 into 0.
      key.push((value as number) + 0);
    } else if (typeof value === "string" && isTextKey(value)) key.push(value);
    else return "ENTITY_KEY_INVALID";
  }
  return key;
};

/** Reads the field `key` of a body: a value, or an object with one for each column where there are several. */
export const readKeyField = (columns: readonly KeyColumn[], key: unknown): ReadKey => {
  if (key === undefined) return "KEY_MISSING";
  if (columns.length === 1) return readKey(columns, () => key);
  if (!isRecord(key) || Object.keys(key).length !== columns.length) return "BODY_SHAPE_INVALID";
  if (!columns.every(({ name }) => Object.hasOwn(key, name))) return "BODY_SHAPE_INVALID";
  return readKey(columns, ({ name }) => key[name]);
};
