import { loadScorer, loadSums } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import type { ScoringModel } from "../estimators/estimator.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ScoredTable } from "../evaluate/scored.js";
import { answersSql } from "./finish/answers.js";
import { finishOf } from "./finish/finish.js";
import { sumsSql } from "./finish/sums.js";
import { scoreInMemory, scoreRows } from "./score-rows.js";

/**
 * Scores observations. The result has no features, whose names could be any of its own columns.
 *
 * @param kind where the estimator scores in SQL: a view, computed whenever it is read, or a table, for what is read often.
 * Default: a view. Other estimators make a table
 */
export const score = async (
  engine: Engine,
  observations: ObservationTable,
  model: ScoringModel,
  kind: "view" | "table" = "view",
): Promise<ScoredTable> => {
  const { description, modelJson } = model;
  const sums = sumsSql(engine, observations, model);
  if (sums !== undefined)
    return engine[kind](answersSql(`(${sums})`, loadSums(description, modelJson), finishOf(model)));
  const scorer = loadScorer(description, modelJson);
  return scoreInMemory(engine, observations, description.features, (rows) =>
    scoreRows(scorer, rows),
  );
};
