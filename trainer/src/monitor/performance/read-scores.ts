import type { Engine } from "../../engine/engine.js";

/** Reads columns of numbers into memory, 8 bytes for each value. @param from a relation, or a query in parentheses */
export const readScores = async (
  engine: Engine,
  from: string,
  columns: readonly string[],
): Promise<Float64Array[]> => {
  const { n } = await engine.row<{ n: number }>(`SELECT count(*) AS n FROM ${from}`);
  const read = columns.map(() => new Float64Array(n));
  const doubles = columns.map((column) => engine.dialect.cast(column, "double"));
  let row = 0;
  for await (const { rows, columns: batch } of engine.stream(
    `SELECT ${doubles.join()} FROM ${from} ORDER BY ${columns.join()}`,
  )) {
    batch.forEach(({ values }, i) => read[i]!.set((values as Float64Array).subarray(0, rows), row));
    row += rows;
  }
  return read;
};
