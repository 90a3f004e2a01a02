import {
  MISSING,
  type Column,
  type FeatureTable,
  type TableFeature,
  type TableShape,
} from "./feature-table.js";
import { isStored } from "../feature.js";
import { codesOf } from "../value.js";
import { tableKeys, type TableKeys } from "./keys/table-keys.js";

/** A feature table that a reader of some format fills row by row. */
export interface FeatureTableBuilder {
  readonly keys: TableKeys;
  /** One per feature that is stored, in order. */
  readonly columns: readonly Column[];
  /**
   * Checks and indexes the rows since the last call.
   *
   * @param end the row after the last filled row
   * @throws RangeError for a key that is none or is used twice, and for a value that its feature does not allow
   */
  accept(end: number): void;
  /** Returns the table. @throws RangeError when rows are missing */
  finish(): FeatureTable;
}

/** Starts a feature table whose columns have the length of the shape. */
export const buildFeatureTable = (
  { keys: keyColumns, features, rows }: TableShape,
  columns: readonly Column[] = features.filter(isStored).map(() => new Float64Array(rows)),
): FeatureTableBuilder => {
  const stored = features.filter(isStored);
  const places = stored.map((feature) => features.indexOf(feature));
  const keys = tableKeys(keyColumns, rows);
  let accepted = 0;
  return {
    keys,
    columns,
    accept(end) {
      if (end > rows) throw new RangeError(`there are more than ${rows} rows`);
      keys.accept(end);
      for (let i = 0; i < columns.length; i++) checkColumn(columns[i]!, stored[i]!, accepted, end);
      accepted = end;
    },
    finish() {
      if (accepted !== rows) throw new RangeError(`there are ${accepted} rows, not ${rows}`);
      return { rows, find: keys.find, key: keys.key, read: reader(columns, places) };
    },
  };
};

const checkColumn = (column: Column, feature: TableFeature, from: number, end: number): void => {
  const { name, type, missing } = feature;
  const integers = type === "integer";
  const optional = missing !== "refused";
  const codes = codesOf(feature);
  if (codes !== undefined) checkCodes(column, codes, name, from, end);
  if (column instanceof Int32Array) {
    if (optional) return;
    for (let row = from; row < end; row++) if (column[row] === MISSING) throw lacks(row, name);
    return;
  }
  for (let row = from; row < end; row++) {
    const value = column[row]!;
    if (Number.isNaN(value)) {
      if (!optional) throw lacks(row, name);
    } else if (!Number.isFinite(value) || (integers && !Number.isInteger(value)))
      throw new RangeError(
        `row ${row} has a value that is not ${integers ? "a whole" : "a"} number`,
      );
  }
};

const checkCodes = (
  column: Column,
  codes: number,
  name: string,
  from: number,
  end: number,
): void => {
  for (let row = from; row < end; row++) {
    const code = column[row]!;
    const isMissing = code === MISSING || Number.isNaN(code);
    if (!isMissing && !(code >= 0 && code < codes && Number.isInteger(code)))
      throw new RangeError(`row ${row} has a value that ${name} does not have`);
  }
};

const lacks = (row: number, name: string): RangeError =>
  new RangeError(`row ${row} lacks ${name}, which may not be missing`);

const reader = (columns: readonly Column[], places: readonly number[]): FeatureTable["read"] => {
  // Separate, so that each loop handles one kind of array.
  const doubles: { at: number; column: Float64Array }[] = [];
  const integers: { at: number; column: Int32Array }[] = [];
  columns.forEach((column, i) => {
    const at = places[i]!;
    if (column instanceof Int32Array) integers.push({ at, column });
    else doubles.push({ at, column });
  });
  return (row, into) => {
    for (const { at, column } of doubles) into[at] = column[row]!;
    for (const { at, column } of integers) {
      const value = column[row]!;
      into[at] = value === MISSING ? NaN : value;
    }
  };
};
