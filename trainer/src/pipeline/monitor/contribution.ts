import { isStored, type BlobStore, type Release, type ScoreShift } from "@despliega/storage";

import { coded } from "../../dataset/coded.js";
import type { Engine } from "../../engine/engine.js";
import { scoped } from "../../engine/scoped.js";
import { identifier } from "../../engine/sql.js";
import type { ObservationColumn, ObservationTable } from "../../estimators/observation-table.js";
import { readRows } from "../../estimators/rows.js";
import { featureColumn } from "../../monitor/answers/answer-lines.js";
import type { CountedTable } from "../../monitor/answers/counted.js";
import { scoreShift } from "../../monitor/performance/score-shift.js";
import { releasedRows } from "./released-rows.js";

/** So many answers and so many rows of the release are explained at most. */
const MOST = 5_000;

/**
 * Finds which features moved the scores: from the entities that a release by key serves, or from the observations that it learned
 * from, to the answers of the window.
 *
 * @returns undefined without answers, as of a sensitive model
 */
export const contributionFound = (
  engine: Engine,
  store: BlobStore,
  directory: string,
  { manifest, scorer }: Pick<Release, "manifest" | "scorer">,
  counted: CountedTable,
): Promise<ScoreShift | undefined> =>
  scoped(engine, async (own) => {
    const { features, serving, classes } = manifest;
    const { spread } = own.dialect;
    const named = features.map(({ name }, i) => `${featureColumn(i)} AS ${identifier(name)}`);
    const answers = await own.table<ObservationColumn>(`
      SELECT id AS observation, id AS entity, NULL AS observed_at, 0 AS label, ${named.join()}
      FROM ${counted.name} WHERE part = 0 ORDER BY ${spread("id")}, id LIMIT ${MOST}`);
    const now = await valuesOf(own, await coded(own, answers, features, "view"), features);
    if (now[0]!.length === 0) return undefined;
    const isServed = serving.by === "key" && features.every(isStored);
    const table = isServed ? "served" : "learned";
    const rows = await releasedRows(own, store, manifest, table, directory);
    const some = await own.table<ObservationColumn>(`
      SELECT * FROM ${rows.name} ORDER BY ${spread("observation")}, observation LIMIT ${MOST}`);
    return scoreShift({ scorer, features, classes }, now, await valuesOf(own, some, features));
  });

const valuesOf = async (
  engine: Engine,
  rows: ObservationTable,
  features: Release["manifest"]["features"],
): Promise<readonly Float64Array[]> => (await readRows(engine, rows, features)).columns;
