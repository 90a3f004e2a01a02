import { parse } from "csv-parse";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { featureTable, type FeatureTable } from "./feature-table.js";

/** What a feature table's file must hold. */
export interface TableShape {
  /** Name of the id column. */
  readonly entity: string;
  /** Names of the features, in order. */
  readonly features: readonly string[];
  /** Data rows. */
  readonly rows: number;
}

/**
 * Reads a feature table from CSV: the id first, then the features in order; an empty field is a missing value.
 *
 * @throws RangeError when header, row count or a value is not as the shape says
 */
export const readFeatureTableCsv = async (
  chunks: AsyncIterable<Uint8Array>,
  { entity, features, rows }: TableShape,
): Promise<FeatureTable> => {
  const header = [entity, ...features];
  const ids = new Float64Array(rows);
  const columns = features.map(() => new Float64Array(rows));
  let line = -1;

  const take = (record: readonly string[]): void => {
    if (line === -1) {
      if (record.join() !== header.join())
        throw new RangeError(`the header is not ${header.join()}`);
    } else {
      if (line >= rows) throw new RangeError(`there are more than ${rows} rows`);
      ids[line] = idOf(record[0]!, line);
      for (let i = 0; i < columns.length; i++) columns[i]![line] = valueOf(record[i + 1]!, line);
    }
    line++;
  };

  // Leaving the loop closes the parser, and then the pipeline tells of that instead of the reason.
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
  if (line !== rows) throw new RangeError(`there are ${Math.max(line, 0)} rows, not ${rows}`);
  return featureTable(ids, columns);
};

const idOf = (text: string, row: number): number => {
  const id = Number(text);
  if (text === "" || !Number.isSafeInteger(id))
    throw new RangeError(`row ${row} has no integer id`);
  return id;
};

const valueOf = (text: string, row: number): number => {
  if (text === "") return NaN;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new RangeError(`row ${row} has a value that is not a number`);
  return value;
};
