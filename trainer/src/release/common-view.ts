import type { Manifest } from "@despliega/storage";

import type { Dialect } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { FeatureDefinition } from "../model/feature.js";
import { OBSERVATION_COLUMNS } from "../model/statement-contract.js";
import type { Incomparable, RivalFeatures } from "./rival.js";

/** What a comparison of candidate and champion starts from. */
export interface CommonGround {
  readonly task: Manifest["task"];
  /** The candidate's features. */
  readonly declared: readonly FeatureDefinition[];
  /** The candidate's test observations. */
  readonly test: ObservationTable;
  /** SQL that is true of observations that the champion did not learn from, by its own `entity` and `observed_at`. */
  readonly unseen: string;
  readonly features: RivalFeatures;
}

/** Test observations that both can be measured on, with the champion's features. */
export interface CommonTest {
  readonly observations: ObservationTable;
  readonly rows: number;
}

/** Makes a view of the test observations that both can be measured on. @returns it, or why it is useless */
export const commonGround = async (
  engine: Engine,
  manifest: Manifest,
  { task, declared, test, unseen, features }: CommonGround,
): Promise<CommonTest | Incomparable> => {
  const problem =
    features.from === "unknown"
      ? undeclared(declared, manifest)
      : features.from === "same"
        ? await withoutColumns(engine, test, manifest)
        : ((await withoutColumns(engine, features.observations, manifest)) ??
          (await otherKeys(engine, test, features.observations)));
  if (problem !== undefined) return { reason: problem };
  const own = features.from === "own" ? features.observations : undefined;
  const common = await unseenOf(engine, test, unseen, own);
  const { rows, classes } = await engine.row<{ rows: number; classes: number }>(
    `SELECT count(*) AS rows, count(DISTINCT label) AS classes FROM ${common.name}`,
  );
  if (rows === 0) return { reason: "it learned from every observation of this test set" };
  if (task === "classification" && classes < 2)
    return {
      reason: `the ${rows} test observations that neither learned from have one class only`,
    };
  const observations = await withFeatures(engine, common, manifest, own);
  const refused = await refusing(engine, observations, manifest);
  return refused === undefined ? { observations, rows } : { reason: refused };
};

/**
 * Test observations that the champion did not learn from. Entity and day come from the champion's own statement, since
 * another statement could hide what it learned from.
 */
const unseenOf = (
  engine: Engine,
  test: ObservationTable,
  unseen: string,
  own: ObservationTable | undefined,
): Promise<ObservationTable> => {
  const key = engine.dialect.cast("observation", "text");
  const theirs =
    own === undefined ? unseen : `${key} IN (SELECT ${key} FROM ${own.name} WHERE ${unseen})`;
  return engine.view(`SELECT * FROM ${test.name} WHERE ${theirs}`);
};

/** Observations with the champion's features in place of the candidate's. */
const withFeatures = (
  engine: Engine,
  common: ObservationTable,
  { features }: Manifest,
  own: ObservationTable | undefined,
): Promise<ObservationTable> => {
  const names = features.map(({ name }) => `f.${identifier(name)}`).join(", ");
  const joined =
    own === undefined
      ? `JOIN ${common.name} AS f USING (observation)`
      : `JOIN ${own.name} AS f ON ${same(engine.dialect)}`;
  return engine.view(
    `SELECT t.entity, t.observation, t.label, ${names} FROM ${common.name} AS t ${joined}`,
  );
};

// Keys of another statement may have another type.
const same = ({ cast }: Dialect): string =>
  `${cast("f.observation", "text")} = ${cast("t.observation", "text")}`;

const withoutColumns = async (
  engine: Engine,
  observations: ObservationTable,
  { features }: Manifest,
): Promise<string | undefined> => {
  const there = new Set(await engine.columnsOf(observations));
  const wanted = [...OBSERVATION_COLUMNS, ...features.map(({ name }) => name)];
  const missing = wanted.filter((name) => !there.has(name));
  return missing.length === 0 ? undefined : `its features.sql gives no ${missing.join(", ")}`;
};

const undeclared = (
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
const otherKeys = async (
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
    FROM ${test.name} AS t JOIN ${own.name} AS f ON ${same(dialect)}`);
  if (found < rows)
    return `its features.sql gives other keys: ${found} of ${rows} test observations are there`;
  if (pairs > rows) return "its features.sql gives a key of an observation twice";
  return labels > 0
    ? `its features.sql gives ${labels} of ${rows} test observations another label`
    : undefined;
};

/** Names a feature that the champion needs and that is missing in some rows. */
const refusing = async (
  engine: Engine,
  observations: ObservationTable,
  { features }: Manifest,
): Promise<string | undefined> => {
  for (const { name, missing } of features) {
    if (missing !== "refused") continue;
    const { empty } = await engine.row<{ empty: number }>(
      `SELECT count(*) FILTER (WHERE ${identifier(name)} IS NULL) AS empty FROM ${observations.name}`,
    );
    if (empty > 0)
      return `${name}, which it must not miss, is missing in ${empty} test observations`;
  }
  return undefined;
};
