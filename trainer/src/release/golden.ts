import { toRow, type Golden, type Scorer } from "@despliega/storage";

import { identifier, type Engine } from "../engine.js";
import type { FeatureDefinition } from "../model/model.js";

/** How many golden rows a release has at most. */
const ROWS = 32;

/**
 * Chooses rows from the lowest to the highest score, some of them with missing values where there are any, and
 * records what the released model answers.
 *
 * @param scored a table with `observation`, `score` and the features
 */
export const makeGolden = async (
  engine: Engine,
  scored: string,
  features: readonly FeatureDefinition[],
  scorer: Scorer,
): Promise<Golden> => {
  const columns = features.map(({ name }) => identifier(name));
  const missing = columns.map((column) => `${column} IS NULL`).join(" OR ");
  const rows = await engine.rows<Record<string, number | null>>(`
    SELECT ${columns.map((column) => `${column}::DOUBLE AS ${column}`).join()}
    FROM (
      SELECT *, row_number() OVER (PARTITION BY partial ORDER BY score, observation) AS place,
             count(*) OVER (PARTITION BY partial) AS total
      FROM (SELECT *, ${missing} AS partial FROM ${scored})
    )
    WHERE floor(place * ${ROWS / 2} / total) > floor((place - 1) * ${ROWS / 2} / total)
    ORDER BY partial, place`);
  return {
    rows: rows.map((row) => {
      const values = features.map(({ name }) => row[name] ?? null);
      return { features: values, score: scorer.score(toRow(values)) };
    }),
  };
};
