import type { DuckDBDataChunk, DuckDBVector } from "@duckdb/node-api";
import {
  DuckDBBigIntVector,
  DuckDBDoubleVector,
  DuckDBIntegerVector,
  DuckDBVarCharVector,
} from "@duckdb/node-api";

import { BATCH_ROWS, TextValues, type Batch, type BatchColumn } from "../batch.js";

interface Filling extends BatchColumn {
  nulls: number;
}

/** Puts the chunks of a result together to batches, which all use the same memory. */
export async function* batches(
  chunks: AsyncIterable<DuckDBDataChunk>,
): AsyncGenerator<Batch, void, undefined> {
  let columns: readonly Filling[] | undefined;
  let rows = 0;
  for await (const chunk of chunks) {
    const vectors = Array.from({ length: chunk.columnCount }, (_, i) => chunk.getColumnVector(i));
    columns ??= vectors.map(columnFor);
    for (let from = 0; from < chunk.rowCount;) {
      const count = Math.min(chunk.rowCount - from, BATCH_ROWS - rows);
      for (const [i, column] of columns.entries()) copy(vectors[i]!, from, count, column, rows);
      from += count;
      rows += count;
      if (rows < BATCH_ROWS) continue;
      yield { rows, columns };
      rows = 0;
      for (const column of columns) {
        column.validity.fill(0);
        column.nulls = 0;
      }
    }
  }
  if (columns !== undefined && rows > 0) yield { rows, columns };
}

const columnFor = (vector: DuckDBVector): Filling => ({
  values: valuesFor(vector),
  validity: new Uint8Array(BATCH_ROWS / 8),
  nulls: 0,
});

const valuesFor = (vector: DuckDBVector): BatchColumn["values"] => {
  if (vector instanceof DuckDBIntegerVector) return new Int32Array(BATCH_ROWS);
  if (vector instanceof DuckDBBigIntVector) return new BigInt64Array(BATCH_ROWS);
  if (vector instanceof DuckDBDoubleVector) return new Float64Array(BATCH_ROWS);
  if (vector instanceof DuckDBVarCharVector) return new TextValues();
  throw new TypeError(`A stream has no columns of ${vector.type.toString()}`);
};

const copy = (
  vector: DuckDBVector,
  from: number,
  count: number,
  column: Filling,
  at: number,
): void => {
  const { values, validity } = column;
  const missing = values instanceof Float64Array ? NaN : values instanceof BigInt64Array ? 0n : 0;
  for (let i = 0; i < count; i++) {
    const value = vector.getItem(from + i) as number | bigint | string | null;
    const row = at + i;
    if (values instanceof TextValues) values.write(row, (value as string | null) ?? "");
    else (values as { [row: number]: unknown })[row] = value ?? missing;
    if (value === null) column.nulls++;
    else validity[row >> 3]! |= 1 << (row & 7);
  }
};
