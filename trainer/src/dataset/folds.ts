import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { scoped } from "../engine/scoped.js";
import { identifier } from "../engine/sql.js";
import type { ObservationColumn, ObservationTable } from "../estimators/observation-table.js";
import type { Classes } from "../model/classes.js";
import { countClasses, type Counted } from "./count-classes.js";
import { requireClasses } from "./require-classes.js";
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
 * @throws `SPLIT_IMPOSSIBLE` when a fold would have no observation or only one class, or the others would lack a class
 */
export const makeFolds = (
  engine: Engine,
  training: ObservationTable,
  model: Classes,
  folds: number,
): Promise<FoldedTable> =>
  scoped(engine, async (own, keep) => {
    const { dialect } = own;
    const stretch = dialect.cast(`floor((nth - 1) * ${folds} / size)`, "bigint");
    const placed = await own.table(`
      SELECT entity, (${stretch} + stratum) % ${folds} AS ${FOLD}
      FROM (${shuffledEntities(dialect, training, model.task, "folds")})`);
    const folded = await own.table<ObservationColumn | ": fold">(`
      SELECT learned.*, ${FOLD}
      FROM ${training.name} AS learned
      JOIN ${placed.name} AS placed ON learned.entity IS NOT DISTINCT FROM placed.entity`);
    const found: Counted[] = [];
    for (let fold = 0; fold < folds; fold++) {
      const inFold = await own.view<"label">(
        `SELECT * FROM ${folded.name} WHERE ${FOLD} = ${fold}`,
      );
      found.push(await countClasses(own, inFold, model));
    }
    found.forEach((fold, i) => {
      requireClasses(`Fold ${i + 1} of ${folds}`, fold, model, 2);
      const others = sumOf(found.filter((other) => other !== fold));
      requireClasses(`All folds but fold ${i + 1} of ${folds}`, others, model);
    });
    return keep(folded);
  });

const sumOf = (parts: readonly Counted[]): Counted => {
  const observations = parts.reduce((sum, part) => sum + part.observations, 0);
  const classes = parts[0]?.classes?.map((_, code) =>
    parts.reduce((sum, part) => sum + part.classes![code]!, 0),
  );
  return classes === undefined ? { observations } : { observations, classes };
};
