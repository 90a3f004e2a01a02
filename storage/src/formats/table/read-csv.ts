import { parse } from "csv-parse";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { isStored } from "../feature.js";
import { buildFeatureTable } from "./feature-table-builder.js";
import { fieldReader } from "./field-reader.js";
import { columnNames, type FeatureTable, type TableShape } from "./feature-table.js";
import { digitsOf } from "./keys/digits.js";
import type { KeyColumn } from "./keys/key.js";
import type { TableKeys } from "./keys/table-keys.js";

/**
 * Reads a feature table from CSV: the columns of the key, then the features in order. An empty field is a missing value.
 *
 * @throws RangeError for another header, another number of rows, or a wrong value
 */
export const readFeatureTableCsv = async (
  chunks: AsyncIterable<Uint8Array>,
  shape: TableShape,
): Promise<FeatureTable> => {
  const header = columnNames(shape).join();
  const table = buildFeatureTable(shape);
  const { keys, columns } = table;
  const width = shape.keys.length;
  const fields = shape.features.filter(isStored).map(fieldReader);
  let line = -1;

  const take = (record: readonly string[]): void => {
    if (line === -1) {
      if (record.join() !== header) throw new RangeError(`the header is not ${header}`);
    } else {
      takeKey(keys, shape.keys, record, line);
      for (let i = 0; i < columns.length; i++)
        columns[i]![line] = fields[i]!(record[width + i]!, line);
      table.accept(line + 1);
    }
    line++;
  };

  // An error in the loop closes the parser, and the pipeline then reports the close instead of the error.
  let reason: unknown;
  try {
    await pipeline(Readable.from(chunks), parse(), async (records) => {
      for await (const record of records)
        try {
          take(record as string[]);
        } catch (cause) {
          reason = cause;
          throw cause;
        }
    });
  } catch (cause) {
    throw reason ?? cause;
  }
  return table.finish();
};

const takeKey = (
  keys: TableKeys,
  columns: readonly KeyColumn[],
  record: readonly string[],
  row: number,
): void => {
  if (keys.type === "integer") {
    keys.ids[row] = idOf(record[0]!);
    return;
  }
  columns.forEach(({ type }, i) => {
    const bytes = Buffer.from(type === "text" ? record[i]! : digitsOf(idOf(record[i]!), row));
    keys.write(bytes, 0, bytes.length);
  });
};

const idOf = (text: string): number => (text === "" ? NaN : Number(text));
