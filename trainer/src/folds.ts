import { identifier, literal, type Engine } from "./engine.js";
import type { ModelDefinition } from "./model/model.js";
import { requireBoth } from "./require-both.js";

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

/** Column of an observation's fold; no feature is called so. */
export const FOLD = identifier(": fold");

/**
 * Numbers the observations of `training` from 0 by fold, into the table `folded` with a column {@link FOLD}: folds have
 * about the same labels, and all observations of an entity are in one.
 *
 * @throws `SPLIT_IMPOSSIBLE` when a fold would have no observation or only one class
 */
export const makeFolds = async (
  engine: Engine,
  task: ModelDefinition["task"],
  folds: number,
): Promise<void> => {
  await engine.run(`
    CREATE TEMP TABLE folds AS
    SELECT entity, (place - 1) % ${folds} AS ${FOLD} FROM (${shuffledEntities("training", task, "folds")});
    CREATE TEMP TABLE folded AS SELECT training.*, ${FOLD} FROM training JOIN folds USING (entity)`);
  const positives = task === "classification" ? "coalesce(sum(label), 0)::BIGINT" : "NULL";
  const found = await engine.rows<{ observations: number; positives: number | null }>(`
    SELECT count(label) AS observations, ${positives} AS positives
    FROM range(${folds}) AS numbers(${FOLD}) LEFT JOIN folded USING (${FOLD})
    GROUP BY ${FOLD} ORDER BY ${FOLD}`);
  found.forEach((fold, i) => requireBoth(`Fold ${i + 1} of ${folds}`, fold));
};
