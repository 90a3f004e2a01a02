import type { Engine } from "../../engine/engine.js";
import { sumQuantum } from "../../engine/exact-sum.js";
import type { Relation } from "../../engine/relation.js";
import { double, identifier } from "../../engine/sql.js";
import type { ObservationTable } from "../observation-table.js";
import type { FeatureStatistics } from "../statistics.js";

/**
 * Observations as the optimiser sees them: a view with `c1 … cp`, each feature filled and centred on its mean, `y`, `weight`
 * where the classes have weights, `entity` and `observation`. Only the few sums are divided by the deviations.
 */
export interface Design {
  readonly relation: Relation<"y" | "entity" | "observation">;
  readonly rows: number;
  /** Factors that give each column of the view the standard deviation 1; 1 for the constant. */
  readonly scale: readonly number[];
  /** Largest absolute value of the constant and of every column of the view, for the bounds of exact sums. */
  readonly largest: readonly number[];
  readonly largestWeight: number;
  readonly weighted: boolean;
  /** How much rounding may hide in a sum of squares. */
  readonly rounding: number;
  /** By column: how much the roundings of its terms leave of a gradient that is 0. */
  readonly noise: readonly number[];
}

/** A class of a fit. */
export interface DesignClass {
  readonly label: number;
  readonly weight: number;
}

/**
 * Makes the design of a table as a view, so that it takes no memory.
 *
 * @param classes all that the labels have; `y` is the place of a label's class among them
 */
export const makeDesign = async (
  engine: Engine,
  { observations, rows }: { observations: ObservationTable; rows: number },
  statistics: readonly FeatureStatistics[],
  classes: readonly DesignClass[],
): Promise<Design> => {
  const { cast } = engine.dialect;
  const centred = statistics.map(({ name, mean, missing }, i) => {
    const distance = `${cast(identifier(name), "double")} - ${double(mean)}`;
    return `${missing === 0 ? distance : `coalesce(${distance}, ${double(0)})`} AS c${i + 1}`;
  });
  const weighted = classes.some(({ weight }) => weight !== 1);
  const byLabel = (of: (at: DesignClass, place: number) => number): string =>
    `CASE label ${classes.map((each, place) => `WHEN ${each.label} THEN ${double(of(each, place))}`).join(" ")} END`;
  const renumbered = classes.some(({ label }, place) => label !== place);
  const y = `${renumbered ? byLabel((_, place) => place) : cast("label", "double")} AS y`;
  const weight = `${byLabel((each) => each.weight)} AS weight`;
  const relation = await engine.view<"y" | "entity" | "observation">(
    `SELECT ${[...centred, y, ...(weighted ? [weight] : []), "entity", "observation"].join()} FROM ${observations.name}`,
  );
  const largest = statistics.map(({ min, max, mean }) =>
    Math.max(Math.abs(min - mean), Math.abs(max - mean)),
  );
  const largestWeight = Math.max(...classes.map(({ weight }) => weight));
  const scale = [1, ...statistics.map(({ deviation }) => 1 / deviation)];
  return {
    relation,
    rows,
    scale,
    largest: [1, ...largest],
    largestWeight,
    weighted,
    rounding: rows * rows * largestWeight * 2 ** -48,
    noise: [1, ...largest].map(
      (most, i) => Math.sqrt(rows) * scale[i]! * sumQuantum(rows * largestWeight * most),
    ),
  };
};
