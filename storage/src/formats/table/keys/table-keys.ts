import { integerKeys, type IntegerKeys } from "./integer-keys.js";
import type { KeyColumn } from "./key.js";
import { textKeys, type TextKeys } from "./text-keys.js";

/** Keys that a reader fills: whole numbers in an array, all others as text. */
export type TableKeys = IntegerKeys | TextKeys;

/** Makes the keys of a table with so many rows. */
export const tableKeys = (columns: readonly KeyColumn[], rows: number): TableKeys =>
  columns.length === 1 && columns[0]!.type === "integer"
    ? integerKeys(rows)
    : textKeys(columns, rows);
