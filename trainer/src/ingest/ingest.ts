import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { InputEmpty, InputMiscounted, InputRejected, ValueRefused } from "../errors/errors.js";
import type { InputDefinition } from "../model/model.js";
import { markDuplicates } from "./duplicates.js";
import { takeIdentities, type IdentityTable } from "./identities.js";
import { writeKeptTable, type KeptTable } from "./kept-table.js";
import { load } from "./load.js";
import { openRows, type RowSource } from "./open-rows.js";
import type { PersonKeys } from "./people.js";
import { personColumnsOf, withoutPeople } from "./person-columns.js";
import { causesOf, qualityOf, type InputQuality } from "./quality.js";
import { appendRejects, countRejects, rejectsFile, rejectsOf, summarise } from "./rejects.js";
import { untilRun } from "./until-run.js";

/** What reading one input needs. */
export interface IngestOptions {
  /** Name of the model. */
  readonly model: string;
  /** Where `dataset,line,column,reason` of every rejected row is appended. */
  readonly rejectedFile: string;
  /** Largest share of rejected rows that is accepted, 0 to 1. */
  readonly maxRejected: number;
  /** Needed when the file names people. */
  readonly keys: PersonKeys;
  /** Rows that happened later are rejected, as YYYY-MM-DD. Default: none for that. */
  readonly runDay?: string | undefined;
  /** Writes the rows as they are kept of a model about people. Default: false. */
  readonly keepTable?: boolean | undefined;
  /** Gets the number of bytes after each read of the file, which may be read twice. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** What came of one input. */
export interface Ingested {
  readonly dataset: string;
  /** The rows that fit, under the name by which `features.sql` knows the input. */
  readonly table: Relation;
  /** Who the people are, encrypted; undefined when the file names nobody. The caller drops it. */
  readonly identities: IdentityTable | undefined;
  /** Records after the header: always `kept + rejected`. */
  readonly read: number;
  readonly kept: number;
  readonly rejected: number;
  /** Lines about the rejected rows: one for each column that does not fit. */
  readonly faults: number;
  /** Names of the file's columns. */
  readonly columns: readonly string[];
  /** Columns of the file that the model does not name. */
  readonly ignoredColumns: readonly string[];
  /** False when the last line has no line break: the file may have been cut short. */
  readonly lastLineEnds: boolean;
  readonly quality: InputQuality;
  /** Id of the key of the pseudonyms; null when the file names nobody. */
  readonly pseudonymKey: string | null;
  /** The rows as they are kept, beside the file of rejected rows; undefined unless that was asked for. */
  readonly keptTable: KeptTable | undefined;
  /** Column that would say who the people are, when the file lacks it. */
  readonly lackedIdentifier: string | undefined;
}

/**
 * Reads an input into a table of exactly the model's columns, in the file's order, and sets the rows that do not fit aside.
 *
 * A row is one record, of several lines where a quoted field holds a line break. Neither the rejected file nor an error
 * holds a value of any row, and the engine of the run never sees who a person is: a file that says so is copied without that
 * first. Another engine reads a Parquet file, and forgets it.
 *
 * @throws an `INPUT_…` error when the file is no table with these columns, when more rows are rejected than allowed or
 * when none is left; no table remains then, the rejected rows do once rows have been looked at. `SETTING_INVALID` when
 * the file names people and there are no keys.
 */
export const ingest = async (
  engine: Engine,
  source: RowSource,
  { dataset, table: name, columns, input, ...when }: InputDefinition,
  {
    model,
    rejectedFile,
    maxRejected,
    keys,
    runDay,
    keepTable = false,
    onBytes = () => {},
  }: IngestOptions,
): Promise<Ingested> => {
  const { file } = source;
  const directory = await mkdtemp(join(dirname(resolve(rejectedFile)), "ingest-"));
  let table: Relation | undefined;
  try {
    const reading = { model, keys, directory, copied: keepTable, onBytes };
    const { rows, names, leftOut, numbers } = await openRows(source, { columns, input }, reading);
    const { read, wellFormed: expected, lastLineEnds, pseudonymKey } = rows;
    if (read === 0) throw new InputEmpty({ file, found: "has a header and no rows" });

    const loadedColumns = untilRun(withoutPeople(columns), when, runDay);
    const loaded = await load(engine, rows, loadedColumns, name, rows.checksOf).catch(
      hasChanged(file, expected),
    );
    table = loaded.table;
    const found = await countRows(engine, table);
    if (found !== expected) throw new InputMiscounted({ file, expected, found: String(found) });

    const marked = await markDuplicates(engine, loaded, loadedColumns);
    const rejects = rejectsOf(engine.dialect, marked, rows.faults);
    await appendRejects(engine, rejects, dataset, directory, rejectedFile);
    const faults = await countRejects(engine, rejects);
    const causes = faults === 0 ? [] : await causesOf(engine, rejects);
    const kept = await countRows(engine, table, `WHERE ${marked.fault} IS NULL`);
    const rejected = read - kept;
    if (kept === 0 || rejected / read > maxRejected) {
      const reasons = await summarise(engine, rejects, numbers);
      throw new InputRejected({ file, rejected, read, maxRejected, reasons });
    }

    await engine.narrow(table, `${marked.fault} IS NULL`, marked.extra);
    const person = personColumnsOf(columns).identifier;
    const quality = { causes, ...(await qualityOf(engine, table, loadedColumns, person)) };
    const identities =
      person === undefined ? undefined : await takeIdentities(engine, table, person);
    const beside = join(dirname(rejectedFile), `kept-${dataset}`);
    const keptTable = keepTable
      ? await writeKeptTable(rows, rejectsFile(directory), beside)
      : undefined;
    return {
      dataset,
      table,
      identities,
      read,
      kept,
      rejected,
      faults,
      columns: [...names, ...leftOut],
      ignoredColumns: [...names.filter((of) => !Object.hasOwn(columns, of)), ...leftOut],
      lastLineEnds,
      pseudonymKey,
      quality,
      keptTable,
      lackedIdentifier: person === undefined || names.includes(person) ? undefined : person,
    };
  } catch (error) {
    if (table !== undefined) await engine.drop(table);
    throw error;
  } finally {
    await rm(directory, { recursive: true });
  }
};

const countRows = async (engine: Engine, { name }: Relation, where = ""): Promise<number> =>
  (await engine.row<{ rows: number }>(`SELECT count(*) AS rows FROM ${name} ${where}`)).rows;

// Rows have been found to be well-formed, and no cast in the statement fails.
const hasChanged = (file: string, expected: number) => (error: unknown) => {
  if (!(error instanceof ValueRefused)) throw error;
  throw new InputMiscounted({ file, expected, found: "fewer" });
};
