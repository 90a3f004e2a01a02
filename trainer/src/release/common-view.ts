import type { Manifest } from "@despliega/storage";

import { identifier, type Engine } from "../engine/engine.js";
import type { FeatureDefinition } from "../model/feature.js";
import { RIVAL, type Incomparable, type Scorable } from "./rival.js";

/** The view of the test observations that both may be measured on: `entity`, `observation`, `label` and the champion's features. */
export const COMMON = "common_test";

/** What the view is made of. */
export interface CommonGround {
  readonly task: Manifest["task"];
  /** The candidate's features. */
  readonly declared: readonly FeatureDefinition[];
  /** SQL that is true of observations that the champion did not learn from, by its own `entity` and `observed_at`. */
  readonly unseen: string;
  readonly features: Scorable["features"];
}

/** Makes the view {@link COMMON}. @returns how many rows it has, or why they say nothing */
export const commonGround = async (
  engine: Engine,
  manifest: Manifest,
  { task, declared, unseen, features }: CommonGround,
): Promise<{ readonly rows: number } | Incomparable> => {
  const problem =
    features === "own"
      ? ((await withoutColumns(engine, RIVAL, manifest)) ?? (await otherKeys(engine)))
      : features === "same"
        ? await withoutColumns(engine, "test", manifest)
        : undeclared(declared, manifest);
  if (problem !== undefined) return { reason: problem };
  // What an entity is, and when, is the word of the champion's own statement: another one could hide what it learned from.
  const theirs =
    features === "own"
      ? `observation::VARCHAR IN (SELECT observation::VARCHAR FROM ${RIVAL} WHERE ${unseen})`
      : unseen;
  await engine.run(`CREATE OR REPLACE VIEW unseen_test AS FROM test WHERE ${theirs}`);
  const { rows, classes } = await engine.row<{ rows: number; classes: number }>(
    "SELECT count(*) AS rows, count(DISTINCT label) AS classes FROM unseen_test",
  );
  if (rows === 0) return { reason: "it learned from every observation of this test set" };
  if (task === "classification" && classes < 2)
    return {
      reason: `the ${rows} test observations that neither learned from have one class only`,
    };
  const names = manifest.features.map(({ name }) => `f.${identifier(name)}`).join(", ");
  await engine.run(`
    CREATE OR REPLACE VIEW ${COMMON} AS SELECT t.entity, t.observation, t.label, ${names}
    FROM unseen_test AS t ${features === "own" ? `JOIN ${RIVAL} AS f ON ${SAME}` : "JOIN unseen_test AS f USING (observation)"}`);
  const refused = await refusing(engine, manifest);
  return refused === undefined ? { rows } : { reason: refused };
};

// Another statement may give its keys another type.
const SAME = "f.observation::VARCHAR = t.observation::VARCHAR";

const withoutColumns = async (
  engine: Engine,
  table: string,
  { features }: Manifest,
): Promise<string | undefined> => {
  const columns = await engine.rows<{ name: string }>(
    `SELECT column_name AS name FROM (DESCRIBE ${table})`,
  );
  const there = new Set(columns.map(({ name }) => name));
  const wanted = [
    "observation",
    "entity",
    "observed_at",
    "label",
    ...features.map(({ name }) => name),
  ];
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

/** What keeps the rows from being the same observations under the champion's SQL. */
const otherKeys = async (engine: Engine): Promise<string | undefined> => {
  const { rows, found, pairs, labels } = await engine.row<
    Record<"rows" | "found" | "pairs" | "labels", number>
  >(`
    SELECT (SELECT count(*) FROM test) AS rows,
           count(DISTINCT t.observation) AS found, count(*) AS pairs,
           count(*) FILTER (TRY_CAST(f.label AS DOUBLE) IS DISTINCT FROM t.label::DOUBLE) AS labels
    FROM test AS t JOIN ${RIVAL} AS f ON ${SAME}`);
  if (found < rows)
    return `its features.sql gives other keys: ${found} of ${rows} test observations are there`;
  if (pairs > rows) return "its features.sql gives a key of an observation twice";
  return labels > 0
    ? `its features.sql gives ${labels} of ${rows} test observations another label`
    : undefined;
};

/** A feature that the champion must not miss and that the rows miss. */
const refusing = async (engine: Engine, { features }: Manifest): Promise<string | undefined> => {
  for (const { name, missing } of features) {
    if (missing !== "refused") continue;
    const { empty } = await engine.row<{ empty: number }>(
      `SELECT count(*) FILTER (${identifier(name)} IS NULL) AS empty FROM ${COMMON}`,
    );
    if (empty > 0)
      return `${name}, which it must not miss, is missing in ${empty} test observations`;
  }
  return undefined;
};
