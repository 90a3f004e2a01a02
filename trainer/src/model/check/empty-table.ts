import type { EmptyTable } from "../../engine/describe-statement.js";
import type { Column, PlainColumn } from "../columns.js";
import type { InputDefinition } from "../model.js";

/** SQL types of the columns that ingest makes. */
const TYPES: Readonly<Record<PlainColumn["type"], string>> = {
  integer: "BIGINT",
  number: "DOUBLE",
  decimal: "DECIMAL(38,10)",
  date: "DATE",
  text: "VARCHAR",
};

/** The table that ingest makes of an input, without its rows. */
export const emptyTable = ({ table, columns }: InputDefinition): EmptyTable => ({
  name: table,
  columns: new Map(Object.entries(columns).flatMap(([name, column]) => loaded(name, column))),
});

const loaded = (name: string, column: Column): readonly (readonly [string, string])[] => {
  if (column.type !== "text" || column.person === undefined) return [[name, TYPES[column.type]]];
  return column.person === "identifier" ? [["pseudonym", TYPES.text]] : [];
};
