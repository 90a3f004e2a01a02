import { BATCH_ROWS, TextValues, type Batch, type BatchColumn } from "../batch.js";
import { kindOfType } from "./kind-of-type.js";
import type { Page, PageColumn } from "./session.js";

interface Filling extends BatchColumn {
  nulls: number;
}

/** Puts the pages of a result together to batches, which all use the same memory. */
export async function* batches(pages: AsyncIterable<Page>): AsyncGenerator<Batch, void, undefined> {
  let filling: readonly Filling[] | undefined;
  let rows = 0;
  for await (const page of pages) {
    filling ??= page.columns.map(columnFor);
    for (let from = 0; from < page.rows;) {
      const count = Math.min(page.rows - from, BATCH_ROWS - rows);
      for (const [i, column] of filling.entries())
        copy(page.columns[i]!, from, count, column, rows);
      from += count;
      rows += count;
      if (rows < BATCH_ROWS) continue;
      yield { rows, columns: filling };
      rows = 0;
      for (const column of filling) {
        column.validity.fill(0);
        column.nulls = 0;
      }
    }
  }
  if (filling !== undefined && rows > 0) yield { rows, columns: filling };
}

const columnFor = ({ type }: PageColumn): Filling => ({
  values: valuesFor(type),
  validity: new Uint8Array(BATCH_ROWS / 8),
  nulls: 0,
});

const valuesFor = (type: string): BatchColumn["values"] => {
  if (type === "BIGINT") return new BigInt64Array(BATCH_ROWS);
  if (type === "DOUBLE" || type === "FLOAT") return new Float64Array(BATCH_ROWS);
  const kind = kindOfType(type);
  if (kind === "integer") return new Int32Array(BATCH_ROWS);
  if (kind === "text") return new TextValues();
  throw new TypeError(`A stream has no columns of ${type}`);
};

const copy = (
  { values: from, isMissing }: PageColumn,
  first: number,
  count: number,
  column: Filling,
  at: number,
): void => {
  const { values, validity } = column;
  for (let i = 0; i < count; i++) {
    const [source, row] = [first + i, at + i];
    const missing = isMissing(source);
    if (values instanceof TextValues) {
      const text = missing ? "" : Buffer.from(from[source] as Uint8Array).toString();
      values.write(row, text);
    } else if (values instanceof BigInt64Array)
      values[row] = missing ? 0n : (from as BigInt64Array)[source]!;
    else values[row] = missing ? absent(values) : (from as Float64Array)[source]!;
    if (missing) column.nulls++;
    else validity[row >> 3]! |= 1 << (row & 7);
  }
};

const absent = (values: Int32Array | Float64Array): number =>
  values instanceof Float64Array ? NaN : 0;
