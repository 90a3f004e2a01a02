import { decoderOf } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import { DesignTooWide } from "../errors/errors.js";
import type { Coefficient } from "./coefficient.js";
import type { TrainingData, TrainingFeature } from "./estimator.js";
import type { ObservationColumn, ObservationTable } from "./observation-table.js";
import { describeFeatures, type FeatureStatistics } from "./statistics.js";
import { categoryCodes } from "./category-codes.js";

/** What a weighted sum is fitted on: a column per number, and one per category that training observations have but one. */
export interface DesignColumns {
  /** The observations with all columns. */
  readonly observations: ObservationTable;
  /** Of each column, in the order of the weights. */
  readonly statistics: readonly FeatureStatistics[];
  /** Turns raw weights of the columns, intercept first, into those of a `model.json`. */
  readonly weightsOf: (columns: readonly number[]) => number[];
  /** Coefficients of the columns under their names: those of a category are `feature=name`. */
  readonly named: (coefficients: readonly Coefficient[]) => Coefficient[];
}

/** The most columns, and the most weights of all classes but one: the sums of a fit grow with their squares. */
const MOST_COLUMNS = 200;
const MOST_WEIGHTS = 1_000;

/** The columns of one feature. */
interface Part {
  readonly feature: TrainingFeature;
  /** Of a category: the codes that have a column. */
  readonly codes?: readonly number[];
  /** Of a category: the code without a column, which most observations have. */
  readonly reference?: number;
}

/**
 * Makes the columns of features. A category has a column of zeros and ones per code that training observations have, but
 * the most frequent code, whose weight is 0. Where the category is missing each column has its mean, as a missing number
 * has. A code that no training observation has counts as a missing one, and so moves nothing.
 *
 * @throws `DESIGN_TOO_WIDE`
 */
export const designColumns = async (
  engine: Engine,
  { observations, classes, features, statistics }: Omit<TrainingData, "task">,
): Promise<DesignColumns> => {
  const parts: Part[] = [];
  for (const feature of features) parts.push(await partOf(engine, observations, feature));
  const width = parts.reduce((sum, { codes }) => sum + (codes?.length ?? 1), 0);
  const limit = Math.min(MOST_COLUMNS, Math.floor(MOST_WEIGHTS / (classes - 1)));
  if (width > limit) throw new DesignTooWide({ columns: width, limit });
  const indicators = parts.flatMap(({ feature: { name }, codes = [] }) =>
    codes.map((code) => ({ name: `${name}=${code}`, sql: indicator(name, code) })),
  );
  const all =
    indicators.length === 0
      ? observations
      : await engine.view<ObservationColumn>(
          `SELECT *, ${indicators.map(({ name, sql }) => `${sql} AS ${identifier(name)}`).join()} FROM ${observations.name}`,
        );
  const described = indicators.length === 0 ? [] : await describeFeatures(engine, all, indicators);
  const byName = new Map(described.map((each) => [each.name, each]));
  const columnsOf = (
    { feature: { name }, codes }: Part,
    i: number,
  ): readonly FeatureStatistics[] =>
    codes === undefined ? [statistics[i]!] : codes.map((code) => byName.get(`${name}=${code}`)!);
  const columns = parts.map(columnsOf);
  const names = parts.flatMap(namesOf);
  return {
    observations: all,
    statistics: columns.flat(),
    named: (coefficients) => coefficients.map((each, i) => ({ ...each, feature: names[i]! })),
    weightsOf: ([intercept, ...weights]) => {
      let start = 0;
      const own = columns.map((each) => weights.slice(start, (start += each.length)));
      return [intercept!, ...parts.flatMap((part, i) => spread(part, columns[i]!, own[i]!))];
    },
  };
};

const partOf = async (
  engine: Engine,
  { name: table }: ObservationTable,
  feature: TrainingFeature,
): Promise<Part> => {
  if (categoryCodes(feature) === undefined) return { feature };
  const column = identifier(feature.name);
  const { cast } = engine.dialect;
  const counts = await engine.rows<{ code: number; rows: number }>(`
    SELECT ${cast(column, "integer")} AS code, count(*) AS rows
    FROM ${table} WHERE ${column} IS NOT NULL GROUP BY ${column} ORDER BY rows DESC, code`);
  const [reference, ...codes] = counts.map(({ code }) => code);
  return { feature, codes: codes.toSorted((a, b) => a - b), reference: reference! };
};

const indicator = (name: string, code: number): string => {
  const column = identifier(name);
  return `CASE WHEN ${column} IS NOT NULL THEN CASE WHEN ${column} = ${code} THEN 1 ELSE 0 END END`;
};

const namesOf = ({ feature, codes }: Part): readonly string[] => {
  if (codes === undefined) return [feature.name];
  const nameOf = decoderOf(feature);
  return codes.map((code) => `${feature.name}=${nameOf(code)}`);
};

/** The weights of a feature in a `model.json`: of a category one per code, and that of a missing one. */
const spread = (
  { feature, codes = [], reference }: Part,
  columns: readonly FeatureStatistics[],
  weights: readonly number[],
): readonly number[] => {
  const places = categoryCodes(feature);
  if (places === undefined) return weights;
  const missing = columns.reduce((sum, { mean }, i) => sum + mean * weights[i]!, 0);
  const known = new Map(codes.map((code, i) => [code, weights[i]!]));
  return [...places.map((code) => known.get(code) ?? (code === reference ? 0 : missing)), missing];
};
