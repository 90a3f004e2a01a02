import { MAX_KEY_BYTES } from "@despliega/storage";

import { OptionInvalid } from "../../errors/errors.js";
import type { InspectedColumn, Inspection } from "../inspect.js";
import type { DraftKey, Mode } from "./draft.js";
import { nearest, type Namer } from "./names.js";
import type { ScaffoldRequest } from "./request.js";
import type { Survey } from "./survey.js";

/** Refuses names that the file does not have. @throws `OPTION_INVALID`, which suggests the nearest */
export const requireColumns = (
  { target, key, time, from }: Pick<ScaffoldRequest, "target" | "key" | "time" | "from">,
  { columns }: Pick<Inspection, "columns">,
): void => {
  const names = columns.map(({ name }) => name);
  const asked = [
    { option: "--target", name: target },
    ...key.map((name) => ({ option: "--key", name })),
    ...(time === undefined ? [] : [{ option: "--time", name: time }]),
  ];
  for (const { option, name } of asked) {
    if (!names.includes(name)) throw unknown(option, name, from, names);
    if (asked.filter((other) => other.name === name).length > 1)
      throw new OptionInvalid({ option, problem: `names ${name}, which another option names too` });
  }
};

const unknown = (option: string, name: string, file: string, names: readonly string[]) => {
  const near = nearest(name, names);
  const cure =
    near === undefined ? `choose one of ${names.slice(0, 20).join(", ")}` : `did you mean ${near}?`;
  return new OptionInvalid({
    option,
    problem: `names ${name}, which is no column of ${file}: ${cure}`,
  });
};

/** The column with the day of a row. @throws `OPTION_INVALID` where it has no days */
export const timeOf = ({ time, from }: ScaffoldRequest, survey: Survey): string | undefined => {
  if (time === undefined) return undefined;
  const { type, missing, unfit } = columnOf(survey, time);
  if (type !== "date" && type !== "timestamp")
    throw new OptionInvalid({
      option: "--time",
      problem: `names ${time}, which has no days in ${from}: name a column of days, or say how they are written by --date-format`,
    });
  if (missing + unfit === survey.rows)
    throw new OptionInvalid({
      option: "--time",
      problem: `names ${time}, which has no value in ${from}`,
    });
  if (survey.future + missing + unfit >= survey.rows)
    throw new OptionInvalid({
      option: "--time",
      problem: `names ${time}, whose days in ${from} are all later than today, and only the past is learned from: leave it out, or correct the file`,
    });
  return time;
};

/** The key that requests ask by. @throws `OPTION_INVALID` where a column cannot be one */
export const keysOf = (
  { key, from }: ScaffoldRequest,
  survey: Survey,
  namer: Namer,
): readonly DraftKey[] =>
  key.map((name) => {
    const column = columnOf(survey, name);
    const { type, bytes = 0 } = column;
    if (type !== "integer" && type !== "text")
      throw new OptionInvalid({
        option: "--key",
        problem: `names ${name}, which holds ${PLURALS[type]} in ${from}: a key is a whole number or a text`,
      });
    if (bytes > MAX_KEY_BYTES)
      throw new OptionInvalid({
        option: "--key",
        problem: `names ${name}, whose texts have up to ${bytes} bytes of UTF-8 in ${from}: a key has at most ${MAX_KEY_BYTES}`,
      });
    return { column: name, name: namer.take(name), type, isPerson: column.person !== undefined };
  });

const PLURALS = {
  number: "numbers",
  boolean: "booleans",
  date: "days",
  timestamp: "moments",
} as const;

/** How rows become observations. @throws `OPTION_INVALID` where a key has several rows and no time orders them */
export const modeOf = ({ key, time, from }: ScaffoldRequest, { repeatedKeys }: Survey): Mode => {
  if (key.length === 0) return "row";
  if (repeatedKeys === 0) return "keys";
  if (time === undefined)
    throw new OptionInvalid({
      option: "--key",
      problem: `names ${key.join(" and ")}, of which ${repeatedKeys} repeat in ${from}: name the day of a row by --time`,
    });
  return "events";
};

/** A column that is there. */
export const columnOf = ({ columns }: Pick<Survey, "columns">, name: string): InspectedColumn =>
  columns.find((column) => column.name === name)!;
