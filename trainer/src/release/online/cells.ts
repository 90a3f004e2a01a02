import {
  MOST_CHARACTERS,
  propertyName,
  type Cell,
  type ManifestFeature,
  type Value,
} from "@despliega/storage";

import { TableLimit } from "../../errors/errors.js";

/** A column of a published table. */
export interface OnlineColumn {
  readonly property: string;
  /** The cell of a value; undefined where it is missing. */
  readonly cell: (value: Value) => Cell | undefined;
}

/** What the values of a column are. */
type ColumnType = ManifestFeature["type"] | "text";

/** The column of a name: a `number` is a double in every row, and an `integer` where it has more than 32 bits. */
export const onlineColumn = (name: string, type: ColumnType): OnlineColumn => ({
  property: propertyName(name),
  cell(value) {
    if (value === null) return undefined;
    if (typeof value === "string" && value.length > MOST_CHARACTERS)
      throw new TableLimit({ column: name, most: MOST_CHARACTERS });
    return type === "number" && typeof value === "number" ? { double: value } : value;
  },
});

/** The cells of a row: those that have a value. */
export const cellsOf = (
  columns: readonly OnlineColumn[],
  values: readonly Value[],
): Readonly<Record<string, Cell>> => {
  const cells: Record<string, Cell> = {};
  for (const [i, { property, cell }] of columns.entries()) {
    const made = cell(values[i] ?? null);
    if (made !== undefined) cells[property] = made;
  }
  return cells;
};
