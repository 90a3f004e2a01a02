import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import type { Columns } from "../../model/columns.js";
import { byteCounter } from "../byte-counter.js";
import type { InputFile } from "../input-file.js";
import { shownPlace, type DatabasePlace } from "../place.js";
import { statementOf } from "./statement.js";
import type { Snapshots } from "./snapshots.js";

/** An input whose rows are in a database. */
export interface DatabaseInput {
  readonly dataset: string;
  /** What the model reads. Default: every column. */
  readonly columns?: Columns;
  readonly place: DatabasePlace;
}

/**
 * Copies an input from a database into a directory, as CSV in the standard format.
 *
 * @throws `DATABASE_UNREACHABLE`, `DATABASE_REFUSED`, `DATABASE_COLUMNS`
 */
export const inputFromDatabase = async (
  { dataset, columns, place }: DatabaseInput,
  snapshots: Snapshots,
  directory: string,
): Promise<InputFile> => {
  const { connection, rows } = place;
  const file = join(directory, dataset);
  const count = byteCounter();
  const snapshot = await snapshots.of(connection);
  await snapshot.ask(dataset, async (statements) => {
    const reading = { rows, columns, name: connection.name, what: dataset };
    const select = await statementOf(statements, reading);
    await statements.copy(select, (csv) => pipeline(csv, count.counted, createWriteStream(file)));
  });
  return { file, dataset, source: shownPlace(place), ...count.total() };
};
