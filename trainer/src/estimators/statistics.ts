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
  const select = (values: readonly string[]) =>
    engine.row<Record<string, number | null>>(`SELECT ${values.join()} FROM ${table}`);
  const numbers = async (make: (column: string, index: number) => string): Promise<number[]> => {
    const row = await select(columns.map((column, i) => `${make(column, i)} AS v${i}`));
    return columns.map((_, i) => row[`v${i}`] ?? 0);
  };

  const bounds = await select([
    "count(*) AS n",
    ...columns.flatMap((column, i) => [
      `count(${column}) AS present${i}`,
      `${cast(`min(${column})`, "double")} AS min${i}`,
      `${cast(`max(${column})`, "double")} AS max${i}`,
    ]),
  ]);
  const n = bounds["n"] ?? 0;
  const [present, min, max] = ["present", "min", "max"].map((of) =>
    columns.map((_, i) => bounds[`${of}${i}`] ?? 0),
  ) as [number[], number[], number[]];
  features.forEach(({ name }, i) => {
    if (present[i] === 0) throw new FeatureEmpty({ name });
  });

  const largest = columns.map((_, i) => Math.max(Math.abs(min[i]!), Math.abs(max[i]!)));
  const sums = await numbers((column, i) =>
    exactSum(cast(column, "double"), present[i]! * largest[i]!),
  );
  const mean = sums.map((sum, i) => clamp(sum / present[i]!, min[i]!, max[i]!));
  const squares = await numbers((column, i) => {
    const distance = `(${column} - ${double(mean[i]!)})`;
    return exactSum(`${distance} * ${distance}`, present[i]! * (max[i]! - min[i]!) ** 2);
  });

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
