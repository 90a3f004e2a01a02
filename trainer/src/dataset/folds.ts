import { identifier, type Engine } from "../engine/engine.js";
import type { ModelDefinition } from "../model/model.js";
import { requireBoth } from "./require-both.js";
import { shuffledEntities } from "./shuffle.js";

/** Column of an observation's fold; no feature is called so. */
export const FOLD = identifier(": fold");

/**
 * Numbers the observations of `training` from 0 by fold, into the table `folded` with a column {@link FOLD}: folds have
 * about the same labels and sizes, and all observations of an entity are in one. They follow from the names of the
 * entities: each stratum is cut into stretches, so that one entity more or less moves those others only that begin or end
 * a fold. Each stratum begins with another fold, so that what is left over does not always come to the first.
 *
 * @throws `SPLIT_IMPOSSIBLE` when a fold would have no observation or only one class
 */
export const makeFolds = async (
  engine: Engine,
  task: ModelDefinition["task"],
  folds: number,
): Promise<void> => {
  await engine.run(`
    CREATE OR REPLACE TEMP TABLE folds AS
    SELECT entity, ((nth - 1) * ${folds} // size + stratum) % ${folds} AS ${FOLD}
    FROM (${shuffledEntities("training", task, "folds")});
    CREATE OR REPLACE TEMP TABLE folded AS SELECT training.*, ${FOLD}
    FROM training JOIN folds ON training.entity IS NOT DISTINCT FROM folds.entity`);
  const positives = task === "classification" ? "coalesce(sum(label), 0)::BIGINT" : "NULL";
  const found = await engine.rows<{ observations: number; positives: number | null }>(`
    SELECT count(label) AS observations, ${positives} AS positives
    FROM range(${folds}) AS numbers(${FOLD}) LEFT JOIN folded USING (${FOLD})
    GROUP BY ${FOLD} ORDER BY ${FOLD}`);
  found.forEach((fold, i) => requireBoth(`Fold ${i + 1} of ${folds}`, fold));
};
