import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import type { ObservationTable } from "./observation-table.js";

/**
 * SQL of the order in which rows are read. The entity comes first: the key of an observation may be the number of a line,
 * and in a file with another order a forest would draw other rows.
 */
export const ROW_ORDER = "entity, observation";

/** Rows of a table in memory, column by column, in {@link ROW_ORDER}. */
export interface Rows {
  /** One array for each feature; NaN is a missing value. */
  readonly columns: readonly Float64Array[];
  readonly target: Float64Array;
}

/**
 * Reads features and label of observations into memory, for what cannot be left to the engine: 8 bytes for each value.
 *
 * @param target SQL of the label. Default: the label itself
 */
export const readRows = async (
  engine: Engine,
  { name }: ObservationTable,
  features: readonly { readonly name: string }[],
  target = "label",
): Promise<Rows> => {
  const { count } = await engine.row<{ count: number }>(`SELECT count(*) AS count FROM ${name}`);
  const values = [...features.map((feature) => identifier(feature.name)), target];
  const arrays = values.map(() => new Float64Array(count));
  const doubles = values.map((value) => engine.dialect.cast(value, "double")).join();
  let row = 0;
  for await (const { rows, columns } of engine.stream(
    `SELECT ${doubles} FROM ${name} ORDER BY ${ROW_ORDER}`,
  )) {
    columns.forEach((column, i) => {
      arrays[i]!.set((column.values as Float64Array).subarray(0, rows), row);
    });
    row += rows;
  }
  return { columns: arrays.slice(0, -1), target: arrays.at(-1)! };
};
