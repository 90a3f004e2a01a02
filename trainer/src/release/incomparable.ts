import type { Manifest } from "@despliega/storage";

import { refusedSql, valueSql } from "../dataset/feature-sql.js";
import type { Dialect } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { FeatureDefinition } from "../model/feature.js";
import { OBSERVATION_COLUMNS } from "../model/statement-contract.js";

/** SQL that joins a champion's rows `f` with test observations `t`. Keys of another statement may have another type. */
export const sameObservation = ({ cast }: Dialect): string =>
  `${cast("f.observation", "text")} = ${cast("t.observation", "text")}`;

/** Why the champion cannot score observations: columns that they do not have. */
export const withoutColumns = async (
  engine: Engine,
  observations: ObservationTable,
  { features }: Manifest,
): Promise<string | undefined> => {
  const there = new Set(await engine.columnsOf(observations));
  const wanted = [...OBSERVATION_COLUMNS, ...features.map(({ name }) => name)];
  const missing = wanted.filter((name) => !there.has(name));
  return missing.length === 0 ? undefined : `its features.sql gives no ${missing.join(", ")}`;
};

/** Why a champion without SQL cannot score the candidate's observations: features that those do not have. */
export const undeclared = (
  declared: readonly FeatureDefinition[],
  { features }: Manifest,
): string | undefined => {
  const missing = features.filter(
    ({ name, type }) => !declared.some((of) => of.name === name && of.type === type),
  );
  if (missing.length === 0) return undefined;
  const names = missing.map(({ name }) => name).join(", ");
  return `it does not hold its features.sql, and needs ${names}, which this release does not have`;
};

/** Why the rows of the champion's SQL are not the same observations; undefined when they are. */
export const otherKeys = async (
  engine: Engine,
  test: ObservationTable,
  own: ObservationTable,
): Promise<string | undefined> => {
  const { dialect } = engine;
  const theirs = dialect.tryCast("f.label", "double");
  const { rows, found, pairs, labels } = await engine.row<
    Record<"rows" | "found" | "pairs" | "labels", number>
  >(`
    SELECT (SELECT count(*) FROM ${test.name}) AS rows,
           count(DISTINCT t.observation) AS found, count(*) AS pairs,
           count(*) FILTER (WHERE ${theirs} IS DISTINCT FROM ${dialect.cast("t.label", "double")}) AS labels
    FROM ${test.name} AS t JOIN ${own.name} AS f ON ${sameObservation(dialect)}`);
  if (found < rows)
    return `its features.sql gives other keys: ${found} of ${rows} test observations are there`;
  if (pairs > rows) return "its features.sql gives a key of an observation twice";
  return labels > 0
    ? `its features.sql gives ${labels} of ${rows} test observations another label`
    : undefined;
};

/** Names a feature that the champion needs and that is missing in some rows, or has values there that it refuses. */
export const refusing = async (
  engine: Engine,
  { name: table }: ObservationTable,
  { features }: Manifest,
): Promise<string | undefined> => {
  for (const feature of features) {
    const { name, missing } = feature;
    const value = valueSql(engine.dialect, feature);
    const { empty, refused } = await engine.row<Record<"empty" | "refused", number>>(`
      SELECT count(*) FILTER (WHERE empty) AS empty, count(*) FILTER (WHERE refused) AS refused
      FROM (SELECT ${value} IS NULL AS empty, ${refusedSql(engine.dialect, feature)} AS refused
            FROM ${table})`);
    if (missing === "refused" && empty > 0)
      return `${name}, which it must not miss, is missing in ${empty} test observations`;
    if (refused > 0) return `${name} has values that it refuses in ${refused} test observations`;
  }
  return undefined;
};
