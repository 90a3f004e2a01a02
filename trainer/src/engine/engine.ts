import type { Batch } from "./batch.js";
import type { ReturnedColumn } from "./description.js";
import type { Dialect } from "./dialect.js";
import type { PartFile } from "./part-files.js";
import type { RemoteFiles } from "./remote-files.js";
import type { Relation } from "./relation.js";

/** A value of a row that comes back. Dates and decimals are cast to text or numbers in SQL. */
export type SqlValue = string | number | boolean | null;

/** What the trainer needs of a SQL engine: DuckDB, embedded, or a Spark. */
export interface Engine {
  /** The words in which this engine differs from others. */
  readonly dialect: Dialect;
  /** Files that this engine reads itself, instead of the trainer. Undefined: the trainer reads them. */
  readonly files?: RemoteFiles;
  /** Runs one or more statements and drops what they return. */
  run(sql: string): Promise<void>;
  /** Runs one statement and returns its rows, which must be few: sums, bins and curves, never the data. */
  rows<Row extends object = Record<string, SqlValue>>(sql: string): Promise<Row[]>;
  /** Runs one statement that returns exactly one row. */
  row<Row extends object = Record<string, SqlValue>>(sql: string): Promise<Row>;
  /**
   * Runs one statement and hands out its result in columns of whole numbers and doubles. One batch at a time is held.
   * The next statement ends a stream.
   */
  stream(sql: string): AsyncIterable<Batch>;
  /**
   * Makes a table of what a query returns.
   *
   * @param name under which SQL of a user may read it. Default: one that no SQL can guess
   */
  table<Column extends string>(select: string, name?: string): Promise<Relation<Column>>;
  /** Makes a view of a query, which runs again whenever it is read. */
  view<Column extends string>(select: string): Promise<Relation<Column>>;
  /** Makes a table of DOUBLE columns of one length, in the order of `place`, which counts its rows from 1. */
  tableOf<Column extends string>(
    columns: Readonly<Record<Column, Float64Array>>,
  ): Promise<Relation<"place" | Column>>;
  /** Keeps of a table the rows for which a condition is true, and leaves out some of its columns, SQL identifiers. */
  narrow(table: Relation, where: string, without: readonly string[]): Promise<void>;
  /** Drops relations. One that is gone already is no error. */
  drop(...relations: readonly Relation[]): Promise<void>;
  /** Names of all columns of a relation, in their order. */
  columnsOf(relation: Relation): Promise<string[]>;
  /** What the values of a column are. */
  kindOf(relation: Relation, column: string): Promise<ReturnedColumn["kind"]>;
  /** How many rows have a value of a column that another row before has; missing values are none. @param where SQL of the rows that count. Default: all */
  repeated(relation: Relation, column: string, where?: string): Promise<number>;
  /** A text that differs when any row of a relation does, whatever the order of its rows. */
  fingerprint(relation: Relation): Promise<string>;
  /** Sets a day, as YYYY-MM-DD, or none, that SQL of a user reads by `getvariable`. */
  setDay(name: string, day: string | null): Promise<void>;
  /** Writes what a query returns to a CSV file, with a header unless it is left out. */
  writeCsv(select: string, file: string, options?: { readonly header: boolean }): Promise<void>;
  /**
   * Writes what a query returns, in its order, to Parquet files of `PART_ROWS` rows each, the last of what is left. Equal
   * rows give equal bytes on every engine, and one part at a time is held.
   *
   * @param place the file of a part, counted from 0, all in one directory
   */
  writeParts(select: string, place: (part: number) => string): Promise<PartFile[]>;
  /**
   * Writes what a query returns to a Parquet file, with the types of its columns. Equal rows in an equal order give equal
   * bytes.
   */
  writeTable(select: string, file: string): Promise<void>;
  /**
   * Makes a table of a file of `writeTable`, with the same types; lists and structures are texts then.
   *
   * @param name as `table` takes it
   */
  readTable<Column extends string>(file: string, name?: string): Promise<Relation<Column>>;
  /** Lets no later statement read or write a file outside of a directory, load an extension or lift this again. */
  confine(directory: string): Promise<void>;
  /** Interrupts what runs, waits until it has ended, and closes. Every later call is an error. */
  close(): Promise<void>;
}

/** Limits of the engine. */
export interface EngineOptions {
  /** Most memory that the engine may hold before it spills, as DuckDB writes sizes. Default `1GB`. */
  readonly memoryLimit: string;
  /** Threads to use. Results do not depend on it. Default: one for each core. */
  readonly threads?: number | undefined;
  /** Directory for what does not fit into memory. It is made when it is needed. */
  readonly spillDirectory: string;
  /**
   * A new file for the tables, in which threads share even a table of some thousand rows. Default: tables are in memory,
   * in groups of more than a hundred thousand rows for each thread.
   */
  readonly tablesFile?: string;
  /** A Spark that takes the place of DuckDB. The other limits are not its. Default: none does. */
  readonly spark?: SparkPlace | undefined;
}

/** A Spark, and how long it is waited for. */
export type SparkPlace = ThriftPlace | DatabricksPlace;

/** How long a Spark is waited for. */
export interface Patience {
  /** Until a session is open. */
  readonly connectSeconds: number;
  /** For a statement, with all of its rows. */
  readonly statementSeconds: number;
}

/** A Thrift server of Spark. */
export interface ThriftPlace extends Patience {
  readonly host: string;
  readonly port: number;
}

/** A SQL warehouse of Databricks. */
export interface DatabricksPlace extends Patience {
  /** The origin of its workspace, such as `https://adb-1.azuredatabricks.net`. */
  readonly workspace: string;
  readonly warehouse: string;
  /** Where the schema of a run is made. Default: the workspace's own choice. */
  readonly catalog: string | undefined;
  /** A token for the workspace; it is asked for with each call. Undefined: there is none. */
  readonly token: () => Promise<string | undefined>;
}
