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
        column.validity.fill(ALL);
        column.nulls = 0;
      }
    }
  }
  if (columns === undefined || rows === 0) return;
  for (const { validity } of columns) {
    validity.fill(0, Math.ceil(rows / 8));
    if (rows % 8 > 0) validity[rows >> 3]! &= (1 << (rows & 7)) - 1;
  }
  yield { rows, columns };
}

/** A byte of validity where all values are there. */
const ALL = 0xff;

const columnFor = (vector: DuckDBVector): Filling => ({
  values: valuesFor(vector),
  validity: new Uint8Array(BATCH_ROWS / 8).fill(ALL),
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
  const numbers = numbersOf(vector);
  if (numbers !== undefined) {
    (values as { set(from: ArrayLike<number | bigint>, at: number): void }).set(
      numbers.subarray(from, from + count),
      at,
    );
    return;
  }
  const missing = values instanceof Float64Array ? NaN : values instanceof BigInt64Array ? 0n : 0;
  for (let i = 0; i < count; i++) {
    const value = vector.getItem(from + i) as number | bigint | string | null;
    const row = at + i;
    if (values instanceof TextValues) values.write(row, (value as string | null) ?? "");
    else (values as { [row: number]: unknown })[row] = value ?? missing;
    if (value !== null) continue;
    column.nulls++;
    validity[row >> 3]! &= ~(1 << (row & 7));
  }
};

/** The numbers of a vector in which none is missing. No public method has them at once; the compiler checks that they are there. */
const numbersOf = (vector: DuckDBVector): Float64Array | Int32Array | BigInt64Array | undefined => {
  if (vector instanceof DuckDBDoubleVector)
    return vector["validity"]["data"] === null ? vector["items"] : undefined;
  if (vector instanceof DuckDBIntegerVector)
    return vector["validity"]["data"] === null ? vector["items"] : undefined;
  if (vector instanceof DuckDBBigIntVector)
    return vector["validity"]["data"] === null ? vector["items"] : undefined;
  return undefined;
};
