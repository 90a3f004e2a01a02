import { readBody, type ArrowTarget } from "./arrow/body.js";
import { byteSource } from "./arrow/byte-source.js";
import { batches, readSchema, type ArrowColumn } from "./arrow/messages.js";
import { isNull } from "./arrow/validity.js";
import { buildFeatureTable } from "./feature-table-builder.js";
import {
  columnNames,
  MISSING,
  type Column,
  type FeatureTable,
  type TableShape,
} from "./feature-table.js";
import { arrowKeys } from "./keys/arrow-keys.js";
import { pace } from "./pace.js";

// Rows per slice, which are checked in far less than a turn, and milliseconds between two turns of the event loop.
const SLICE = 1_024;
const TURN = 1;

/**
 * Reads a feature table from an Arrow file: the columns of the key as int64 or utf8, then the features in order as int32
 * or float64. A null is a missing value. The bytes are copied into the columns while the file is read.
 *
 * @throws RangeError for other columns, another number of rows, or a wrong value
 */
export const readFeatureTableArrow = async (
  chunks: AsyncIterable<Uint8Array>,
  shape: TableShape,
): Promise<FeatureTable> => {
  const source = byteSource(chunks);
  try {
    const features = checkSchema(await readSchema(source), shape).slice(shape.keys.length);
    const table = buildFeatureTable(
      shape,
      features.map(({ type }) =>
        type === "int32" ? new Int32Array(shape.rows) : new Float64Array(shape.rows),
      ),
    );
    const keys = arrowKeys(table.keys, shape.keys);
    const others = pace(TURN);
    let row = 0;
    for await (const batch of batches(source)) {
      const start = row;
      const end = start + batch.rows;
      if (end > shape.rows) throw new RangeError(`there are more than ${shape.rows} rows`);
      const targets = [
        ...keys.targets(start, end),
        ...table.columns.map((column) => bytesOf(column, start, end)),
      ];
      const values = await readBody(source, batch, targets);
      const ofFeatures = values.slice(shape.keys.length);
      while (row < end) {
        const next = Math.min(row + SLICE, end);
        keys.decode(values, start, row, next);
        for (const [i, column] of table.columns.entries())
          markMissing(column, ofFeatures[i]?.validity, start, row, next);
        table.accept(next);
        row = next;
        await others();
      }
    }
    // The hash of the file is checked at its end.
    await source.drain();
    return table.finish();
  } finally {
    await source.close();
  }
};

const TYPES: Readonly<Record<string, readonly string[]>> = { integer: ["int64"], text: ["utf8"] };

const checkSchema = (schema: readonly ArrowColumn[], shape: TableShape): readonly ArrowColumn[] => {
  const names = columnNames(shape).join();
  if (schema.map(({ name }) => name).join() !== names)
    throw new RangeError(`the columns are not ${names}`);
  schema.forEach(({ name, type }, i) => {
    const expected = TYPES[shape.keys[i]?.type ?? ""] ?? ["int32", "float64"];
    if (!expected.includes(type)) throw new RangeError(`${name} is not ${expected.join(" or ")}`);
  });
  return schema;
};

const bytesOf = (column: Column, start: number, end: number): ArrowTarget => {
  const size = column.BYTES_PER_ELEMENT;
  return new Uint8Array(column.buffer, start * size, (end - start) * size);
};

/** Marks the nulls of a column. @throws RangeError for a value that equals the mark */
const markMissing = (
  column: Column,
  validity: Uint8Array | undefined,
  start: number,
  from: number,
  end: number,
): void => {
  const mark = column instanceof Int32Array ? MISSING : NaN;
  for (let row = from; row < end; row++) {
    if (validity !== undefined && isNull(validity, row - start)) column[row] = mark;
    else if (Object.is(column[row], mark))
      throw new RangeError(`row ${row} has a value that is not a number`);
  }
};
