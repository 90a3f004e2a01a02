import type { Draft } from "../draft.js";
import { rareCondition } from "../target.js";
import type { Phrases } from "../words/phrases.js";
import { eventsSql } from "./events.js";
import { keyColumns } from "./key.js";
import { dayOf } from "./day.js";
import { sqlName } from "./name.js";

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
    `${isLearned ? "rowid" : "NULL"} AS observation`,
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
  if (time === undefined) return "NULL::DATE";
  return isLearned ? dayOf.cast(time) : "getvariable('as_of')";
};

/** What the split draws, and what a key asks for. */
const entityOf = ({
  keys,
  split: { group, repeats },
  table,
  subject,
}: Draft): readonly string[] => {
  if (keys.length > 0)
    return keyColumns(keys).map(({ sql, alias }) => (sql === alias ? sql : `${sql} AS ${alias}`));
  const contents = `${sqlName(table)}::VARCHAR`;
  const place = ` || ' ' || row_number() OVER (PARTITION BY ${contents} ORDER BY rowid)`;
  const hash = `'row ' || md5(${contents})${repeats ? place : ""}`;
  if (subject !== undefined) return [`coalesce(pseudonym, ${hash}) AS entity`];
  return [`${group === undefined ? hash : sqlName(group)} AS entity`];
};
