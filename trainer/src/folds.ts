import { identifier, type Engine } from "./engine.js";
import type { ModelDefinition } from "./model/model.js";
import { requireBoth } from "./require-both.js";
import { shuffledEntities } from "./shuffle.js";

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
