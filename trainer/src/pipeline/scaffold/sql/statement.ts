import type { Draft } from "../draft.js";
import { rareCondition } from "../target.js";
import type { Phrases } from "../words/phrases.js";
import { eventsSql } from "./events.js";
import { keyColumns } from "./key.js";
import { dayOf } from "./day.js";
import { PLACE, sqlName } from "./name.js";

/** The text of `features.sql`. */
export const sqlOf = (draft: Draft, phrases: Phrases): string => {
  if (draft.mode === "events") return eventsSql(draft, phrases);
  const learned = rowsSql(draft, draft.target.sql, true);
  const rare = draft.target.rare.length === 0 ? "" : `-- ${phrases.sql.rare}\n`;
  if (draft.mode === "row") return `-- ${phrases.sql.byRow}\n${rare}${learned}\n`;
  const served = rowsSql(draft, "NULL", false);
  return `-- ${phrases.sql.oneEach}\n${rare}${learned}\nUNION ALL\n${served}\n`;
};

/** One row for each row of the file. */
const rowsSql = (draft: Draft, label: string, isLearned: boolean): string => {
  const { table, features, split, target } = draft;
  const columns = [
    `${isLearned ? PLACE : "NULL"} AS observation`,
    ...entityOf(draft),
    `${observedAt(draft, isLearned)} AS observed_at`,
    `${label} AS label`,
    ...features.map(({ name, sql }) =>
      sql === sqlName(name) ? sql : `${sql} AS ${sqlName(name)}`,
    ),
  ];
  const conditions = [
    ...(isLearned ? [`${sqlName(target.column)} IS NOT NULL`] : []),
    ...(isLearned ? [rareCondition(target)].filter((one) => one !== undefined) : []),
    ...draft.keys.map(({ column }) => `${sqlName(column)} IS NOT NULL`),
    ...(split.time === undefined ? [] : [`${sqlName(split.time)} < getvariable('as_of')`]),
  ];
  const where = conditions.length === 0 ? "" : `\nWHERE ${conditions.join("\n  AND ")}`;
  return `SELECT\n  ${columns.join(",\n  ")}\nFROM ${sqlName(table)}${where}`;
};

const observedAt = ({ split: { time } }: Draft, isLearned: boolean): string => {
  if (time === undefined) return "CAST(NULL AS DATE)";
  return isLearned ? dayOf.cast(time) : "getvariable('as_of')";
};

/** What the split draws, and what a key asks for. */
const entityOf = (draft: Draft): readonly string[] => {
  const {
    keys,
    split: { group, repeats },
    subject,
  } = draft;
  if (keys.length > 0)
    return keyColumns(keys).map(({ sql, alias }) => (sql === alias ? sql : `${sql} AS ${alias}`));
  const contents = contentsOf(draft);
  const place = ` || ' ' || row_number() OVER (PARTITION BY ${contents} ORDER BY ${PLACE})`;
  const hash = `'row ' || md5(${contents})${repeats ? place : ""}`;
  if (subject !== undefined) return [`coalesce(pseudonym, ${hash}) AS entity`];
  return [`${group === undefined ? hash : sqlName(group)} AS entity`];
};

/** Characters of a line of column names. */
const LINE = 100;

/** The text of a row. Where a value is missing, it stands for nothing. */
const contentsOf = ({ columns }: Draft): string => {
  const lines = [""];
  for (const { name, person } of columns) {
    // A pseudonym stands for the columns of a person.
    if (person !== undefined) continue;
    if (lines.at(-1)!.length + sqlName(name).length > LINE) lines.push("");
    lines[lines.length - 1] += `, ${sqlName(name)}`;
  }
  return `concat_ws('|'${lines.join("\n    ").replaceAll("\n    , ", ",\n    ")})`;
};
