import type { SqlType } from "../engine/dialect.js";
import { emptyTable } from "../model/check/empty-table.js";
import type { InputDefinition } from "../model/model.js";

/** A column of the table that ingest makes of an input. */
export interface InputColumn {
  readonly name: string;
  readonly type: SqlType;
  /** Whether no value of it occurs twice. */
  readonly unique: boolean;
  /** Whether it says when a row happened. */
  readonly time: boolean;
}

/** The columns of an input's table, in their order. */
export const inputColumns = (input: InputDefinition): readonly InputColumn[] => {
  const identifier = Object.values(input.columns).find(
    (column) => column.type === "text" && column.person === "identifier",
  );
  return [...emptyTable(input).columns].map(([name, type]) => ({
    name,
    type,
    unique: (input.columns[name] ?? identifier)?.unique ?? false,
    time: name === input.time,
  }));
};
