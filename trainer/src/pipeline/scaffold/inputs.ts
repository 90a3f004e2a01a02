import type { InputFormat } from "../../model/input-format.js";
import { columnOf } from "./asked.js";
import type { Draft, DraftColumn, DraftKey, DraftTarget, Mode } from "./draft.js";
import { summedType } from "./history.js";
import { tableFrom } from "./names.js";
import type { Planned } from "./planned.js";
import { readAs } from "./planned.js";
import type { Survey } from "./survey.js";

/** The columns that the model reads, in the file's order. */
export const columnsRead = (
  survey: Survey,
  {
    target,
    keys,
    time,
    mode,
  }: { target: DraftTarget; keys: readonly DraftKey[]; time: string | undefined; mode: Mode },
  planned: readonly Planned[],
): readonly DraftColumn[] => {
  const outcome = columnOf(survey, target.column);
  const read = new Map<string, DraftColumn>([
    ...planned.flatMap(({ column }) =>
      column === undefined ? [] : [[column.name, column] as const],
    ),
    [
      target.column,
      {
        ...readAs(outcome, mode === "events" ? summedType(outcome) : target.type),
        optional: outcome.missing > 0,
      },
    ],
    ...keys.map(({ column, type }) => [column, readAs(columnOf(survey, column), type)] as const),
  ]);
  if (time !== undefined)
    read.set(time, readAs(columnOf(survey, time), columnOf(survey, time).type));
  return survey.columns.flatMap(({ name }) => read.get(name) ?? []);
};

/** The format of the file without words that no column needs. */
export const formatOf = ({ format }: Survey, columns: readonly DraftColumn[]): InputFormat => {
  const { true: yes, false: no, ...others } = format;
  const isNeeded = columns.some(({ type }) => type === "boolean");
  return isNeeded && yes !== undefined && no !== undefined
    ? { ...others, true: yes, false: no }
    : others;
};

/** A name of the table that is no column's: `features.sql` means a whole row by it. */
export const tableNameOf = (file: string, { columns }: Survey): Draft["table"] => {
  const base = tableFrom(file);
  const isTaken = (name: string): boolean =>
    columns.some((column) => column.name.toLowerCase() === name);
  let name = base;
  for (let place = 2; isTaken(name); place++) name = `${base}_${place}`;
  return name;
};
