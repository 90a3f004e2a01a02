import { integerOf, KEY_FIELD, type KeyColumn } from "@despliega/storage";

import { isRecord } from "../../serving/signature/is-record.js";
import { readKey, readKeyField, type ReadKey } from "../../serving/signature/key.js";

/** Reads the key from the parts of a url, which hold it once decoded. */
export const keyInUrl = (
  columns: readonly KeyColumn[],
  parts: Readonly<Record<string, string>>,
): ReadKey => readKey(columns, ({ name, type }) => valueInUrl(type, parts[name]!));

/** Reads the key from a body: `{"key": value}`, or `{"key": {"name": value, …}}` where it has several columns. */
export const keyInBody = (columns: readonly KeyColumn[], json: unknown): ReadKey => {
  const alone = isRecord(json) && Object.keys(json).length === 1 && Object.hasOwn(json, KEY_FIELD);
  return alone ? readKeyField(columns, json[KEY_FIELD]) : "BODY_SHAPE_INVALID";
};

// Most ids are so short that every one of them is a safe integer; they need no other check.
const SHORT = /^\d{1,15}$/;

/** A part of a url as the value of a column; an id by the rule by which an input's ids are read, else NaN. */
const valueInUrl = (type: KeyColumn["type"], text: string): unknown => {
  if (type === "text") return text;
  return SHORT.test(text) ? Number(text) : (integerOf(text) ?? NaN);
};
