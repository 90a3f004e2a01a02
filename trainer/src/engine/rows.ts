import { identifier, type Engine } from "./engine.js";

/**
 * SQL of the order in which rows are read. The entity comes first: an observation's key may be the number of a line, and a
 * file that is sorted otherwise would give a forest other rows to draw.
 */
export const ROW_ORDER = "entity, observation";

/** A view's rows in memory, column by column, in {@link ROW_ORDER}. */
export interface Rows {
  /** One array a feature; NaN is a missing value. */
  readonly columns: readonly Float64Array[];
  readonly target: Float64Array;
}

/**
 * Reads features and label of a view into memory, for what cannot be left to the engine: 8 bytes a value.
 *
 * @param target SQL of the label. Default: the label itself
 */
export const readRows = async (
  engine: Engine,
  view: string,
  features: readonly { readonly name: string }[],
  target = "label",
): Promise<Rows> => {
  const { count } = await engine.row<{ count: number }>(`SELECT count(*) AS count FROM ${view}`);
  const names = [...features.map(({ name }) => identifier(name)), target];
  const arrays = names.map(() => new Float64Array(count));
  const values = names.map((name) => `(${name})::DOUBLE`).join();
  let row = 0;
  for await (const chunk of engine.stream(`SELECT ${values} FROM ${view} ORDER BY ${ROW_ORDER}`)) {
    arrays.forEach((array, i) => {
      const vector = chunk.getColumnVector(i);
      for (let at = 0; at < chunk.rowCount; at++)
        array[row + at] = (vector.getItem(at) as number | null) ?? NaN;
    });
    row += chunk.rowCount;
  }
  return { columns: arrays.slice(0, -1), target: arrays.at(-1)! };
};

/** Calls a function with each row in turn, in one array that it must not keep. */
export const mapRows = (
  { columns, target }: Rows,
  score: (row: Float64Array) => number,
): Float64Array => {
  const row = new Float64Array(columns.length);
  return target.map((_, at) => {
    columns.forEach((column, i) => {
      row[i] = column[at]!;
    });
    return score(row);
  });
};
