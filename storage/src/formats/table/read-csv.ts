import { parse } from "csv-parse";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { buildFeatureTable } from "./feature-table-builder.js";
import { fieldReader } from "./field-reader.js";
import { columnNames, type FeatureTable, type TableShape } from "./feature-table.js";

/**
 * Reads a feature table from CSV: the id, then the features in order. An empty field is a missing value.
 *
 * @throws RangeError for another header, another number of rows, or a wrong value
 */
export const readFeatureTableCsv = async (
  chunks: AsyncIterable<Uint8Array>,
  shape: TableShape,
): Promise<FeatureTable> => {
  const header = columnNames(shape).join();
  const table = buildFeatureTable(shape);
  const { ids, columns } = table;
  const fields = shape.features.map(fieldReader);
  let line = -1;

  const take = (record: readonly string[]): void => {
    if (line === -1) {
      if (record.join() !== header) throw new RangeError(`the header is not ${header}`);
    } else {
      ids[line] = idOf(record[0]!);
      for (let i = 0; i < columns.length; i++) columns[i]![line] = fields[i]!(record[i + 1]!, line);
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

const idOf = (text: string): number => (text === "" ? NaN : Number(text));
