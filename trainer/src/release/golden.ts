import { rowEncoder, type Golden, type Scorer } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ScoredTable } from "../evaluate/scored.js";
import type { FittedModel } from "../learn/fit.js";
import type { ModelDefinition } from "../model/model.js";

/** Most golden rows of a release. */
const ROWS = 32;

/** Observations that rows are chosen from. */
export interface GoldenTables {
  readonly observations: ObservationTable;
  /** The same observations, scored. */
  readonly scored: ScoredTable;
}

type Row = readonly (number | null)[];

/**
 * Chooses rows and records what the released model answers: observations from the lowest to the highest score, some of
 * them with missing values where there are any, or for a sensitive model invented rows.
 */
export const makeGolden = async (
  engine: Engine,
  tables: GoldenTables,
  { features, privacy }: Pick<ModelDefinition, "features" | "privacy">,
  fitted: Pick<FittedModel, "features" | "statistics">,
  scorer: Scorer,
): Promise<Golden> => {
  const names = features.map(({ name }) => name);
  const rows = privacy === "open" ? await observed(engine, tables, names) : madeUp(fitted);
  const encode = rowEncoder(fitted.features);
  return { rows: rows.map((row) => ({ features: [...row], score: scorer.score(encode(row)) })) };
};

const observed = async (
  engine: Engine,
  { observations, scored }: GoldenTables,
  features: readonly string[],
): Promise<Row[]> => {
  const columns = features.map(identifier);
  const missing = columns.map((column) => `${column} IS NULL`).join(" OR ");
  const rows = await engine.rows<Record<string, number | null>>(`
    WITH partials AS (SELECT observation, ${missing} AS partial FROM ${observations.name}),
    places AS (
      SELECT observation, partial,
             row_number() OVER (PARTITION BY partial ORDER BY score, observation) AS place,
             count(*) OVER (PARTITION BY partial) AS total
      FROM ${scored.name} JOIN partials USING (observation)
    )
    SELECT ${columns.map((column) => `${engine.dialect.cast(`o.${column}`, "double")} AS ${column}`).join()}
    FROM places JOIN ${observations.name} AS o USING (observation)
    WHERE floor(places.place * ${ROWS / 2} / places.total) > floor((places.place - 1) * ${ROWS / 2} / places.total)
    ORDER BY places.partial, places.place`);
  return rows.map((row) => features.map((name) => row[name] ?? null));
};

/** Invented rows: each feature goes from two deviations below its mean to two above, each at a different pace. */
const madeUp = ({ features, statistics }: Pick<FittedModel, "features" | "statistics">): Row[] =>
  Array.from({ length: ROWS }, (_, row) =>
    features.map(({ type, values, missing }, i) => {
      if (missing !== "refused" && (row + i) % 8 === 0) return null;
      const step = (row * (2 * i + 1)) % ROWS;
      if (values !== undefined) return values[step % values.length]!;
      const { mean, deviation } = statistics[i]!;
      const value = mean + ((4 * step) / (ROWS - 1) - 2) * deviation;
      return type === "integer" ? Math.round(value) : value;
    }),
  );
