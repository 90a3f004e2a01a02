import {
  answersOf,
  rowEncoder,
  type Golden,
  type ManifestFeature,
  type Scorer,
  type Value,
} from "@despliega/storage";

import { typedValueSql, valueSql } from "../dataset/feature-sql.js";
import type { Dialect } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { FeatureStatistics } from "../estimators/statistics.js";
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

type Row = readonly Value[];

/**
 * Chooses rows and records what the released model answers: observations from the lowest to the highest score, some of
 * them with missing values where there are any, or for a sensitive model invented rows.
 */
export const makeGolden = async (
  engine: Engine,
  tables: GoldenTables,
  { privacy }: Pick<ModelDefinition, "privacy">,
  fitted: Pick<FittedModel, "features" | "statistics">,
  scorer: Scorer,
): Promise<Golden> => {
  const rows =
    privacy === "open" ? await observed(engine, tables, fitted.features) : madeUp(fitted);
  const encode = rowEncoder(fitted.features);
  return { rows: rows.map((row) => ({ features: [...row], ...answersOf(scorer, encode(row)) })) };
};

const observed = async (
  engine: Engine,
  { observations, scored }: GoldenTables,
  features: readonly ManifestFeature[],
): Promise<Row[]> => {
  const { dialect } = engine;
  const rows = await engine.rows<Record<string, Value>>(`
    WITH partials AS (
      SELECT observation, ${partialSql(dialect, features)} AS partial FROM ${observations.name}
    ),
    places AS (
      SELECT observation, partial,
             row_number() OVER (PARTITION BY partial ORDER BY score, observation) AS place,
             count(*) OVER (PARTITION BY partial) AS total
      FROM ${scored.name} JOIN partials USING (observation)
    )
    SELECT ${goldenColumns(dialect, features, "o").join()}
    FROM places JOIN ${observations.name} AS o USING (observation)
    WHERE ${isChosen("places")}
    ORDER BY places.partial, places.place`);
  return rows.map((row) => features.map(({ name }) => row[name] ?? null));
};

/** SQL that is true of rows that miss a value. */
export const partialSql = (dialect: Dialect, features: readonly ManifestFeature[]): string =>
  features.map((feature) => `${valueSql(dialect, feature)} IS NULL`).join(" OR ");

/** SQL of the features as golden rows hold them. @param from the name of their table in the query */
export const goldenColumns = (
  dialect: Dialect,
  features: readonly ManifestFeature[],
  from: string,
): string[] =>
  features.map((feature) => {
    const column = identifier(feature.name);
    return `${typedValueSql(dialect, feature, `${from}.${column}`)} AS ${column}`;
  });

/**
 * SQL that is true of golden rows: half of {@link ROWS} of either kind at most, spread evenly.
 *
 * @param places the name of a table with the `place` of each row among `total` rows of its kind
 */
export const isChosen = (places: string): string =>
  `floor(${places}.place * ${ROWS / 2} / ${places}.total) > floor((${places}.place - 1) * ${ROWS / 2} / ${places}.total)`;

/** Invented rows: each number goes from two deviations below its mean to two above, each feature at a different pace. */
const madeUp = ({ features, statistics }: Pick<FittedModel, "features" | "statistics">): Row[] =>
  Array.from({ length: ROWS }, (_, row) =>
    features.map((feature, i) => {
      if (feature.missing !== "refused" && (row + i) % 8 === 0) return null;
      return madeUpValue(feature, statistics[i]!, (row * (2 * i + 1)) % ROWS);
    }),
  );

/**
 * An invented value of a feature.
 *
 * @param step from 0 to 31: which of the values around the mean, or of those that are listed
 */
export const madeUpValue = (
  { type, values, categories, bounds }: ManifestFeature,
  { mean, deviation }: Pick<FeatureStatistics, "mean" | "deviation">,
  step: number,
): Value => {
  if (type === "boolean") return step % 2 === 1;
  const listed = categories ?? values;
  if (listed !== undefined) return listed[step % listed.length]!;
  const { min = -Infinity, max = Infinity } = bounds ?? {};
  const value = mean + ((4 * step) / (ROWS - 1) - 2) * deviation;
  return Math.min(Math.max(type === "integer" ? Math.round(value) : value, min), max);
};
