import type { Engine } from "../engine/engine.js";
import { exactSum } from "../engine/exact-sum.js";
import type { Relation } from "../engine/relation.js";
import { double, identifier } from "../engine/sql.js";
import { FeatureEmpty } from "../errors/errors.js";

/** A feature over the training observations. */
export interface FeatureStatistics {
  readonly name: string;
  readonly missing: number;
  readonly min: number;
  readonly max: number;
  /** Mean of the values that are there. It also fills missing values. */
  readonly mean: number;
  /** Population standard deviation, after filling; 1 for a constant feature, so that it can be a divisor. */
  readonly deviation: number;
}

/**
 * Describes every feature of a relation.
 *
 * @throws `FEATURE_EMPTY` when a feature has no value at all
 */
export const describeFeatures = async (
  engine: Engine,
  { name: table }: Relation,
  features: readonly { readonly name: string }[],
): Promise<FeatureStatistics[]> => {
  const { cast } = engine.dialect;
  const columns = features.map(({ name }) => identifier(name));
  const select = (make: (column: string, index: number) => string) =>
    engine.row<Record<string, number | null>>(
      `SELECT count(*) AS n, ${columns.map((column, i) => `${make(column, i)} AS v${i}`).join()} FROM ${table}`,
    );

  const counts = await select((column) => `count(${column})`);
  const n = counts["n"] ?? 0;
  features.forEach(({ name }, i) => {
    if (!counts[`v${i}`]) throw new FeatureEmpty({ name });
  });
  const numbers = (row: Record<string, number | null>) => columns.map((_, i) => row[`v${i}`] ?? 0);

  const min = numbers(await select((column) => cast(`min(${column})`, "double")));
  const max = numbers(await select((column) => cast(`max(${column})`, "double")));
  const present = numbers(counts);
  const largest = columns.map((_, i) => Math.max(Math.abs(min[i]!), Math.abs(max[i]!)));
  const sums = numbers(
    await select((column, i) => exactSum(cast(column, "double"), present[i]! * largest[i]!)),
  );
  const mean = sums.map((sum, i) => clamp(sum / present[i]!, min[i]!, max[i]!));
  const squares = numbers(
    await select((column, i) => {
      const distance = `(${column} - ${double(mean[i]!)})`;
      return exactSum(`${distance} * ${distance}`, present[i]! * (max[i]! - min[i]!) ** 2);
    }),
  );

  return features.map(({ name }, i) => ({
    name,
    missing: n - present[i]!,
    min: min[i]!,
    max: max[i]!,
    mean: mean[i]!,
    deviation: Math.sqrt(squares[i]! / n) || 1,
  }));
};

const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high);
