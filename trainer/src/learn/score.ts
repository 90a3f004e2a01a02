import { loadScorer } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scoped.js";
import type { ScoringModel } from "../estimators/estimator.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { writerOf } from "../estimators/registry.js";
import { readRows, ROW_ORDER } from "../estimators/rows.js";
import type { ScoredTable } from "../evaluate/scored.js";
import { scoreRows } from "./score-rows.js";

/**
 * Scores observations. The result has no features, whose names could be any of its own columns.
 *
 * @returns a view where the estimator scores in SQL, computed whenever it is read; else a table
 */
export const score = (
  engine: Engine,
  observations: ObservationTable,
  model: ScoringModel,
): Promise<ScoredTable> => {
  const sql = writerOf(model.description.estimator)?.sql?.(model, engine.dialect);
  return sql === undefined
    ? scoreInMemory(engine, observations, model)
    : engine.view(`SELECT observation, label, ${sql} AS score FROM ${observations.name}`);
};

const scoreInMemory = (
  engine: Engine,
  observations: ObservationTable,
  { description, modelJson }: ScoringModel,
): Promise<ScoredTable> =>
  scoped(engine, async (own, keep) => {
    const scorer = loadScorer(description, modelJson);
    const rows = await readRows(own, observations, description.features);
    const columns = scoreRows(scorer, rows);
    const scores = await own.tableOf(columns);
    const scored = await own.table<"observation" | "label" | "score">(`
      SELECT observation, label, ${Object.keys(columns).join(", ")}
      FROM (SELECT observation, label, row_number() OVER (ORDER BY ${ROW_ORDER}) AS place
            FROM ${observations.name})
      JOIN ${scores.name} USING (place)`);
    return keep(scored);
  });
