import {
  integerOf,
  isTextKey,
  type EntityKey,
  type KeyColumn,
  type KeyValue,
} from "@despliega/storage";

import type { ProblemCode } from "../../errors/errors.js";
import { isRecord } from "../../serving/signature/records.js";

/** A key that was read, or the problem with it. */
export type ReadKey = EntityKey | ProblemCode;

/** Whether a key could not be read. */
export const isProblem = (key: ReadKey): key is ProblemCode => typeof key === "string";

/** Reads the key from the parts of a url, which hold it once decoded. */
export const keyInUrl = (
  columns: readonly KeyColumn[],
  parts: Readonly<Record<string, string>>,
): ReadKey => read(columns, ({ name, type }) => valueInUrl(type, parts[name]!));

/** Reads the key from a body: `{"key": value}`, or `{"key": {"name": value, …}}` where it has several columns. */
export const keyInBody = (columns: readonly KeyColumn[], json: unknown): ReadKey => {
  const body = fieldsOf(json, ["key"]);
  if (body === undefined) return "BODY_SHAPE_INVALID";
  const key = body["key"];
  if (columns.length === 1) return read(columns, () => key);
  const names = columns.map(({ name }) => name);
  const values = fieldsOf(key, names);
  return values === undefined ? "BODY_SHAPE_INVALID" : read(columns, ({ name }) => values[name]);
};

const read = (columns: readonly KeyColumn[], valueOf: (column: KeyColumn) => unknown): ReadKey => {
  const key: KeyValue[] = [];
  for (const column of columns) {
    const value = valueOf(column);
    if (column.type === "integer") {
      if (!Number.isSafeInteger(value)) return "ENTITY_ID_INVALID";
      // The addition turns −0 into 0.
      key.push((value as number) + 0);
    } else if (typeof value === "string" && isTextKey(value)) key.push(value);
    else return "ENTITY_KEY_INVALID";
  }
  return key;
};

// Most ids are so short that every one of them is a safe integer; they need no other check.
const SHORT = /^\d{1,15}$/;

/** A part of a url as the value of a column; an id by the rule by which an input's ids are read. */
const valueInUrl = (type: KeyColumn["type"], text: string): unknown => {
  if (type === "text") return text;
  return SHORT.test(text) ? Number(text) : integerOf(text);
};

/** The fields of an object that has exactly these names. */
const fieldsOf = (
  json: unknown,
  names: readonly string[],
): Readonly<Record<string, unknown>> | undefined => {
  if (!isRecord(json)) return undefined;
  const has = names.every((name) => Object.hasOwn(json, name));
  return has && Object.keys(json).length === names.length ? json : undefined;
};
