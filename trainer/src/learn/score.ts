import { loadScorer } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import type { ScoringModel } from "../estimators/estimator.js";
import { estimatorOf } from "../estimators/registry.js";
import { mapRows, readRows, ROW_ORDER } from "../engine/rows.js";

/**
 * Scores a view, into another of `observation`, `label` and `score`: no features, whose names could be any of these.
 */
export const scoreView = async (
  engine: Engine,
  from: string,
  into: string,
  model: ScoringModel,
): Promise<void> => {
  await engine.run(`DROP VIEW IF EXISTS ${into}`);
  const sql = estimatorOf(model.description.estimator).sql?.(model);
  if (sql !== undefined)
    return engine.run(
      `CREATE VIEW ${into} AS SELECT observation, label, ${sql} AS score FROM ${from}`,
    );
  const { features } = model.description;
  const scorer = loadScorer(model.description, model.modelJson);
  const rows = await readRows(engine, from, features);
  await engine.fill(`${into}_scores`, "score", mapRows(rows, scorer.score));
  return engine.run(`
    CREATE VIEW ${into} AS SELECT observation, label, score
    FROM (SELECT observation, label, row_number() OVER (ORDER BY ${ROW_ORDER}) AS place FROM ${from})
    JOIN ${into}_scores USING (place)`);
};
