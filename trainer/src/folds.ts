import { literal, type Engine } from "./engine.js";
import type { ModelDefinition } from "./model/model.js";

/**
 * SQL that puts the entities of a view in an order drawn by a seed, with labels spread evenly along it, as `entity` and
 * `place` from 1. Every n-th of them, or every run of them, then has about the same labels as all.
 */
export const shuffledEntities = (
  view: string,
  task: ModelDefinition["task"],
  seed: string,
): string => {
  const drawn = `md5(${literal(seed)} || entity::VARCHAR)`;
  // A regression's labels are put into ten strata of equal size.
  const stratum = task === "classification" ? "label" : `ntile(10) OVER (ORDER BY label, ${drawn})`;
  return `
    SELECT entity, row_number() OVER (ORDER BY stratum, ${drawn}) AS place
    FROM (SELECT entity, ${stratum} AS stratum
          FROM (SELECT entity, max(label) AS label FROM ${view} GROUP BY entity))`;
};

/**
 * Numbers the observations of `training` from 0 by fold, into the view `folded` with a column `fold`: folds have about
 * the same labels, and all observations of an entity are in one.
 */
export const makeFolds = (
  engine: Engine,
  task: ModelDefinition["task"],
  folds: number,
): Promise<void> =>
  engine.run(`
    CREATE TEMP TABLE folds AS
    SELECT entity, (place - 1) % ${folds} AS fold FROM (${shuffledEntities("training", task, "folds")});
    CREATE VIEW folded AS SELECT training.*, fold FROM training JOIN folds USING (entity)`);
