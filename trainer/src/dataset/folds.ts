import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { scoped } from "../engine/scoped.js";
import { identifier } from "../engine/sql.js";
import type { ObservationColumn, ObservationTable } from "../estimators/observation-table.js";
import type { ModelDefinition } from "../model/model.js";
import { requireBoth } from "./require-both.js";
import { shuffledEntities } from "./shuffle.js";

/** Column of an observation's fold, numbered from 0. No feature is called so. */
export const FOLD = identifier(": fold");

/** Training observations with the {@link FOLD} of each. */
export type FoldedTable = Relation<ObservationColumn | ": fold">;

/**
 * Puts the training observations into folds. Folds have about the same labels and sizes, and all observations of an entity
 * are in one fold. Folds follow from the names of the entities: each stratum is cut into stretches, so that one entity more
 * or less moves only entities at the border of a fold. Each stratum begins with another fold, so that what is left over
 * does not always come to the first.
 *
 * @throws `SPLIT_IMPOSSIBLE` when a fold would have no observation or only one class
 */
export const makeFolds = (
  engine: Engine,
  training: ObservationTable,
  task: ModelDefinition["task"],
  folds: number,
): Promise<FoldedTable> =>
  scoped(engine, async (own, keep) => {
    const { dialect } = own;
    const stretch = dialect.cast(`floor((nth - 1) * ${folds} / size)`, "bigint");
    const placed = await own.table(`
      SELECT entity, (${stretch} + stratum) % ${folds} AS ${FOLD}
      FROM (${shuffledEntities(dialect, training, task, "folds")})`);
    const folded = await own.table<ObservationColumn | ": fold">(`
      SELECT learned.*, ${FOLD}
      FROM ${training.name} AS learned
      JOIN ${placed.name} AS placed ON learned.entity IS NOT DISTINCT FROM placed.entity`);
    const numbers = Array.from({ length: folds }, (_, fold) => `(${fold})`);
    const sum = dialect.cast("coalesce(sum(label), 0)", "bigint");
    const found = await own.rows<{ observations: number; positives: number | null }>(`
      SELECT count(label) AS observations, ${task === "classification" ? sum : "NULL"} AS positives
      FROM (VALUES ${numbers.join()}) AS numbers(${FOLD}) LEFT JOIN ${folded.name} USING (${FOLD})
      GROUP BY ${FOLD} ORDER BY ${FOLD}`);
    found.forEach((fold, i) => requireBoth(`Fold ${i + 1} of ${folds}`, fold));
    return keep(folded);
  });
