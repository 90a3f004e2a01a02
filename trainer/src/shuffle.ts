import { literal } from "./engine.js";
import type { ModelDefinition } from "./model/model.js";

/**
 * SQL that puts the entities of a view in an order drawn by a seed, stratum after stratum of about the same labels. One
 * row each: `entity`; `place` from 1; `nth` from 1 within the stratum, of `size` entities.
 *
 * What is drawn for an entity follows from its first observation's key, and not from the entity, which may be a
 * pseudonym: the same people come in the same order whatever the key of the pseudonyms.
 */
export const shuffledEntities = (
  view: string,
  task: ModelDefinition["task"],
  seed: string,
): string => {
  // A regression's labels are put into ten strata of equal size.
  const stratum = task === "classification" ? "label" : "ntile(10) OVER (ORDER BY label, drawn)";
  return `
    SELECT entity, row_number() OVER (ORDER BY stratum, drawn) AS place,
           row_number() OVER (PARTITION BY stratum ORDER BY drawn) AS nth,
           count(*) OVER (PARTITION BY stratum) AS size
    FROM (SELECT entity, drawn, ${stratum} AS stratum
          FROM (SELECT entity, max(label) AS label,
                       md5(${literal(seed)} || min(observation)::VARCHAR) AS drawn
                FROM ${view} GROUP BY entity))`;
};
