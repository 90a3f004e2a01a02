import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { identifier, type Engine } from "../engine.js";
import { InputEmpty, InputMiscounted, InputRejected } from "../errors.js";
import type { Columns } from "../model/columns.js";
import { markDuplicates } from "./duplicates.js";
import { readHeader } from "./header.js";
import { load } from "./load.js";
import { rejectsOf, summarise, writeRejects } from "./rejects.js";
import { sortOut } from "./sort-out.js";
import { survey } from "./survey.js";

export interface IngestOptions {
  /** Name of the table to make; one of that name is replaced. */
  readonly table: string;
  /** Where `line,column,reason` of every rejected row is written; only the header when all rows fit. */
  readonly rejectedFile: string;
  /** Largest share of rejected rows that is accepted, 0 to 1. Default 0.01. */
  readonly maxRejected?: number | undefined;
}

export interface Ingested {
  readonly table: string;
  /** Lines after the header that are not blank: always `kept + rejected`. */
  readonly read: number;
  readonly kept: number;
  readonly rejected: number;
  /** Columns of the file that the model does not name. */
  readonly ignoredColumns: readonly string[];
  /** False when the last line has no line break: the file may have been cut short. */
  readonly lastLineEnds: boolean;
}

/**
 * Reads a CSV into a table of exactly the model's columns, in the file's order, and sets the rows that do not fit aside.
 *
 * A row is one line: a record with a line break inside a field is rejected, each of its lines. Neither the rejected
 * file nor an error holds a value of any row.
 *
 * @throws an `INPUT_…` error when the file is no CSV with these columns, when more rows are rejected than allowed or
 * when none is left; no table remains then, the rejected file does once rows have been looked at.
 */
export const ingest = async (
  engine: Engine,
  file: string,
  columns: Columns,
  { table: name, rejectedFile, maxRejected = 0.01 }: IngestOptions,
): Promise<Ingested> => {
  const table = identifier(name);
  const drop = () => engine.run(`DROP TABLE IF EXISTS ${table}`);
  await drop();
  const header = await readHeader(file, columns);
  const { read, wellFormed, plain, lastLineEnds } = await survey(file, header);
  if (read === 0) throw new InputEmpty({ file, found: "has a header and no rows" });

  const directory = await mkdtemp(join(dirname(resolve(rejectedFile)), "ingest-"));
  try {
    const sorted = plain ? undefined : await sortOut(file, header, directory);
    const rows = { file: sorted?.rows ?? file, names: header.names, numbered: !plain };
    const loaded = await load(engine, rows, columns, table).catch(hideValues(file, wellFormed));
    const found = await countRows(engine, table);
    if (found !== wellFormed)
      throw new InputMiscounted({ file, expected: wellFormed, found: String(found) });

    const marked = await markDuplicates(engine, loaded, columns);
    const rejects = rejectsOf(marked, sorted?.faults);
    await writeRejects(engine, rejects, rejectedFile);
    const kept = await countRows(engine, table, `WHERE ${marked.fault} IS NULL`);
    const rejected = read - kept;
    if (kept === 0 || rejected / read > maxRejected) {
      const reasons = await summarise(engine, rejects);
      throw new InputRejected({ file, rejected, read, maxRejected, reasons });
    }

    await engine.run(`DELETE FROM ${table} WHERE ${marked.fault} IS NOT NULL`);
    for (const extra of marked.extra) await engine.run(`ALTER TABLE ${table} DROP COLUMN ${extra}`);
    const ignoredColumns = header.names.filter((column) => !Object.hasOwn(columns, column));
    return { table: name, read, kept, rejected, ignoredColumns, lastLineEnds };
  } catch (error) {
    await drop();
    throw error;
  } finally {
    await rm(directory, { recursive: true });
  }
};

const countRows = async (engine: Engine, table: string, where = ""): Promise<number> =>
  (await engine.row<{ rows: number }>(`SELECT count(*) AS rows FROM ${table} ${where}`)).rows;

// The engine's messages about a CSV repeat the line: they neither leave as text nor as the cause.
const hideValues = (file: string, expected: number) => (error: unknown) => {
  if (!String(error).includes("CSV")) throw error;
  throw new InputMiscounted({ file, expected, found: "fewer" });
};
