import type { Column, Columns, PlainColumn, PlainColumns } from "../model/columns.js";

/** Which columns of an input say who a person is. */
export interface PersonColumns {
  readonly identifier?: string;
  readonly name?: string;
}

/** Column of the encrypted identities while an input is being read. */
export const IDENTITY = ": identity";

/** Finds the columns that say who a person is. */
export const personColumnsOf = (columns: Columns): PersonColumns =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([name, column]) =>
      isPlain(column) ? [] : [[column.person, name]],
    ),
  );

/** The columns as the engine loads them: an identifier's holds pseudonyms, a name's is encrypted with it. */
export const withoutPeople = (columns: Columns): PlainColumns => {
  const loaded: Record<string, PlainColumn> = {};
  for (const [name, column] of Object.entries(columns)) {
    if (isPlain(column)) loaded[name] = column;
    else if (column.person === "identifier") {
      const { person: _, ...rest } = column;
      loaded[name] = rest;
      loaded[IDENTITY] = { type: "text", optional: true };
    }
  }
  return loaded;
};

const isPlain = (column: Column): column is PlainColumn =>
  !(column.type === "text" && column.person !== undefined);
