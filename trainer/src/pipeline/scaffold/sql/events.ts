import type { Draft } from "../draft.js";
import { rareCondition } from "../target.js";
import type { Phrases } from "../words/phrases.js";
import { keyColumns } from "./key.js";
import { latestOf } from "./history.js";
import { PLACE, sqlName } from "./name.js";

/** Rows of a key as events on their day, with what was known of the key before, and each key at the cut-off. */
export const eventsSql = (draft: Draft, phrases: Phrases): string => {
  const { table, keys, split, target, carried, features } = draft;
  const time = sqlName(split.time!);
  const named = keyColumns(keys);
  const aliases = named.map(({ alias }) => alias);
  const entity = aliases.join(", ");
  const rare = rareCondition(target);
  const label = rare === undefined ? target.sql : `CASE WHEN ${rare} THEN ${target.sql} END`;
  const usesOutcome = features.some(({ sql }) => sql.includes("OVER known"));
  const event = [
    `${PLACE} AS observation`,
    ...named.map(({ sql, alias }) => (sql === alias ? sql : `${sql} AS ${alias}`)),
    `CAST(${time} AS DATE) AS observed_at`,
    `${time} AS happened`,
    `${label} AS label`,
    ...(usesOutcome ? [`${outcomeOf(draft)} AS outcome`] : []),
    ...carried.map(({ column, alias }) =>
      column === alias ? sqlName(column) : `${sqlName(column)} AS ${sqlName(alias)}`,
    ),
  ];
  const served = [
    "NULL AS observation",
    ...aliases,
    "getvariable('as_of') AS observed_at",
    "NULL AS happened",
    "NULL AS label",
    ...(usesOutcome ? ["NULL AS outcome"] : []),
    ...carried.map(({ alias, varies }) => {
      const name = sqlName(alias);
      return `${varies ? "NULL" : latestOf(name)} AS ${name}`;
    }),
  ];
  const returned = [
    ...["observation", ...aliases, "observed_at", "label"],
    ...features.map(({ name, sql }) =>
      sql === sqlName(name) ? sql : `${sql} AS ${sqlName(name)}`,
    ),
  ];
  const frame = (name: string): string =>
    `${name} AS (\n    PARTITION BY ${entity} ORDER BY observed_at\n    RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL '1' DAY PRECEDING\n  )`;
  const conditions = [
    `${time} < getvariable('as_of')`,
    ...named.map(({ sql }) => `${sql} IS NOT NULL`),
  ];
  return `-- ${phrases.sql.byKey}
${rare === undefined ? "" : `-- ${phrases.sql.rare}\n`}WITH
events AS (
  SELECT
    ${event.join(",\n    ")}
  FROM ${sqlName(table)}
  WHERE ${conditions.join("\n    AND ")}
),
at_cut_off AS (
  SELECT
    ${served.join(",\n    ")}
  FROM events
  GROUP BY ${entity}
),
observations AS (
  SELECT * FROM events UNION ALL SELECT * FROM at_cut_off
)
SELECT
  ${returned.join(",\n  ")}
FROM observations
WINDOW
  ${frame("earlier")}${usesOutcome ? `,\n  -- ${phrases.sql.known}\n  ${frame("known")}` : ""}
QUALIFY observation IS NULL OR label IS NOT NULL
`;
};

/** The target as what earlier rows say of it: exact where it is summed. */
const outcomeOf = ({ target }: Draft): string =>
  target.task === "regression" ? sqlName(target.column) : target.sql;
