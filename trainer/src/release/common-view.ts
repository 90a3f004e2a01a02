import type { Manifest } from "@despliega/storage";

import { coded } from "../dataset/coded.js";
import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { FeatureDefinition } from "../model/feature.js";
import {
  otherKeys,
  refusing,
  sameObservation,
  undeclared,
  withoutColumns,
} from "./incomparable.js";
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
  const returned = await withFeatures(engine, common, manifest, own);
  const refused = await refusing(engine, returned, manifest);
  if (refused !== undefined) return { reason: refused };
  return { observations: await coded(engine, returned, manifest.features, "view"), rows };
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

/** Observations with the values of the champion's features in place of the candidate's. */
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
      : `JOIN ${own.name} AS f ON ${sameObservation(engine.dialect)}`;
  return engine.view(
    `SELECT t.entity, t.observation, t.label, ${names} FROM ${common.name} AS t ${joined}`,
  );
};
