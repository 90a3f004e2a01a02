import type { Engine } from "../../engine/engine.js";
import { drawnBelow } from "../../estimators/entity-draw.js";
import { sumOf, type Sums } from "./sums.js";

/** Observations that a calibration is learned from, in rising order of their first sum. */
export interface Points {
  /** The code of the class of each. */
  readonly labels: Float64Array;
  /** One array for each output. */
  readonly sums: readonly Float64Array[];
  /** The fold of each, from 0: none but the other folds have learned its sums. */
  readonly folds: Float64Array;
}

/** Sums with the fold of each observation, in the column {@link FOLD_COLUMN}. */
export type FoldedSums = Sums;

export const FOLD_COLUMN = "fold";

/** So many points tell a calibration to far less than its error; of more, some are drawn. */
const MOST = 500_000;

/** Reads points in an order that follows from their values alone. */
export const readPoints = async (
  engine: Engine,
  { table, outputs }: FoldedSums,
  observations: number,
): Promise<Points> => {
  const { cast } = engine.dialect;
  const sums = Array.from({ length: outputs }, (_, output) => sumOf(output));
  const names = [...sums, "label", FOLD_COLUMN];
  const share = MOST / observations;
  const drawn = drawnBelow(engine.dialect, "observation", "calibration", share);
  const from = `${table.name}${share < 1 ? ` WHERE ${drawn}` : ""}`;
  const { count } = await engine.row<{ count: number }>(`SELECT count(*) AS count FROM ${from}`);
  const columns = names.map(() => new Float64Array(count));
  let row = 0;
  const doubles = names.map((name) => `${cast(name, "double")} AS ${name}`).join();
  for await (const batch of engine.stream(
    `SELECT * FROM (SELECT ${doubles} FROM ${from}) ORDER BY ${names.join()}`,
  )) {
    batch.columns.forEach(({ values }, i) =>
      columns[i]!.set((values as Float64Array).subarray(0, batch.rows), row),
    );
    row += batch.rows;
  }
  return {
    sums: columns.slice(0, outputs),
    labels: columns[outputs]!,
    folds: columns[outputs + 1]!,
  };
};

/** The points of some folds, in their order. */
export const pointsOf = (points: Points, isWanted: (fold: number) => boolean): Points => {
  const wanted = (column: Float64Array) => column.filter((_, i) => isWanted(points.folds[i]!));
  return {
    labels: wanted(points.labels),
    sums: points.sums.map(wanted),
    folds: wanted(points.folds),
  };
};

/** How many points each class has. */
export const countLabels = ({ labels }: Points, classes: number): readonly number[] => {
  const counts = Array.from({ length: classes }, () => 0);
  for (const label of labels) counts[label]! += 1;
  return counts;
};
