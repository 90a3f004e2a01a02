import type { PlainColumns } from "../model/columns.js";
import type { InputDefinition } from "../model/model.js";

/**
 * The columns of an input, of which the one that says when a row happened goes up to the day of the run, unless the
 * model takes what happens later.
 */
export const untilRun = (
  columns: PlainColumns,
  { time, future }: Pick<InputDefinition, "time" | "future">,
  runDay: string | undefined,
): PlainColumns => {
  const column = time === undefined ? undefined : columns[time];
  const isTime = column?.type === "date" || column?.type === "timestamp";
  if (!isTime || future === "allowed" || runDay === undefined) return columns;
  return { ...columns, [time!]: { ...column, latest: runDay } };
};
