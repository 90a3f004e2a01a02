import type { Dialect } from "../engine/dialect.js";
import type { Relation } from "../engine/relation.js";
import type { ModelDefinition } from "../model/model.js";
import { drawnFor } from "../estimators/entity-draw.js";

/**
 * SQL that puts the entities of a relation in a random order by a seed, within strata of about the same labels. One row
 * per entity: `entity`, `stratum`, and `nth` from 1 within the stratum, of `size`.
 *
 * One entity more or less moves others by one place and keeps their order. In a regression, whose strata are tenths of
 * the labels, it also moves single entities from one tenth to the next.
 */
export const shuffledEntities = (
  dialect: Dialect,
  { name }: Relation<"entity" | "label">,
  task: ModelDefinition["task"],
  seed: string,
): string => {
  const order = `drawn, ${dialect.cast("entity", "text")}`;
  // A regression's labels are put into ten strata of equal size.
  const stratum = task === "classification" ? "label" : `ntile(10) OVER (ORDER BY label, ${order})`;
  return `
    SELECT entity, stratum, row_number() OVER (PARTITION BY stratum ORDER BY ${order}) AS nth,
           count(*) OVER (PARTITION BY stratum) AS size
    FROM (SELECT *, ${stratum} AS stratum
          FROM (SELECT entity, max(label) AS label, ${drawnFor(dialect, "entity", seed)} AS drawn
                FROM ${name} GROUP BY entity))`;
};
