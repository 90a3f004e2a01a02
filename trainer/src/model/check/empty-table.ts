import type { SqlType } from "../../engine/dialect.js";
import type { EmptyTable } from "../../engine/description.js";
import type { Column, PlainColumn } from "../columns.js";
import type { InputDefinition } from "../model.js";

/** Types of the columns that ingest makes. */
const TYPES: Readonly<Record<PlainColumn["type"], SqlType>> = {
  integer: "bigint",
  number: "double",
  decimal: "decimal(38, 10)",
  date: "date",
  timestamp: "timestamp",
  boolean: "boolean",
  text: "text",
};

/** The table that ingest makes of an input, without rows. */
export const emptyTable = ({ table, columns }: InputDefinition): EmptyTable => ({
  name: table,
  columns: new Map(Object.entries(columns).flatMap(([name, column]) => loaded(name, column))),
});

const loaded = (name: string, column: Column): readonly (readonly [string, SqlType])[] => {
  if (column.type !== "text" || column.person === undefined) return [[name, TYPES[column.type]]];
  return column.person === "identifier" ? [["pseudonym", TYPES.text]] : [];
};
