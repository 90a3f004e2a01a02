/** Types of SQL values, by the name that each engine translates. */
export type SqlType =
  | "integer"
  | "bigint"
  /** A whole number of 128 bits. */
  | "wide"
  | "double"
  | "date"
  /** Without a zone. */
  | "timestamp"
  | "boolean"
  | "text"
  | `decimal(${number}, ${number})`;

/** How a CSV of well-formed rows is written. */
export interface CsvForm {
  /** Whether its first line is no row. */
  readonly header: boolean;
  /** Whether each row is one line. The engine reads such a file with all its threads. Default true. */
  readonly oneLineEach?: boolean;
}

/** The type of a field of JSON: a value, a list of values, or an object of fields. `json` is the text of whatever is there. */
export type JsonType =
  | Extract<SqlType, "bigint" | "double" | "text">
  | "json"
  | { readonly list: "double" | "text" }
  | { readonly object: Readonly<Record<string, JsonType>> };

/**
 * The words of SQL that differ between engines. All other SQL of the trainer is what DuckDB and Spark, in ANSI mode,
 * both understand, with the quotes of the standard.
 */
export interface Dialect {
  /** A type as the engine writes it. */
  readonly type: (type: SqlType) => string;
  /** An expression as another type. A value that cannot be one is an error. */
  readonly cast: (expression: string, type: SqlType) => string;
  /** An expression as another type. A value that cannot be one becomes NULL. */
  readonly tryCast: (expression: string, type: SqlType) => string;
  /** Aggregate: the smallest value that at least this share of the values does not exceed. */
  readonly quantile: (expression: string, share: number) => string;
  /** Aggregate: a list of such values, one for each share. */
  readonly quantiles: (expression: string, shares: readonly number[]) => string;
  /** Aggregate: the quantile between the two values nearest to it, by linear interpolation. */
  readonly quantileBetween: (expression: string, share: number) => string;
  /** The days of a date since 1970-01-01. */
  readonly days: (date: string) => string;
  /** The length of a text in bytes of UTF-8. */
  readonly bytes: (text: string) => string;
  /** Whether a whole text matches a regular expression of RE2. */
  readonly matches: (text: string, pattern: string) => string;
  /** The text of a moment with a zone as a timestamp in UTC. A text that cannot be one becomes NULL. */
  readonly utc: (text: string) => string;
  /** A text without these characters at its ends. */
  readonly trimmed: (text: string, characters: string) => string;
  /** A whole number from 0 on that spreads values evenly. Engines spread differently. */
  readonly spread: (expression: string) => string;
  /** Column of each loaded table: the place of its row in the file, from 0. Rows that are deleted leave gaps. */
  readonly place: string;
  /** A list of those values that are not NULL. */
  readonly present: (values: readonly string[]) => string;
  /** A list of all these values. */
  readonly list: (values: readonly string[]) => string;
  /** In a SELECT: one row for each item of a list. */
  readonly each: (list: string) => string;
  /** The item of a list at a place from 0 on; NULL beyond its end. */
  readonly item: (list: string, place: number) => string;
  /** How many items a list has. */
  readonly length: (list: string) => string;
  /** Aggregate: any value of the row with the least whole number. */
  readonly ofLeast: (expression: string, by: string) => string;
  /**
   * Table function: the lines of a file as JSON objects. A field that a line does not have, or has of another type, is NULL,
   * and so is every field of a line that is no object.
   */
  readonly jsonLines: (file: string, fields: Readonly<Record<string, JsonType>>) => string;
  /**
   * Table function: the well-formed rows of a CSV as text, an empty field as NULL.
   *
   * @param columns names for its fields, in their order
   */
  readonly csv: (file: string, columns: readonly string[], form: CsvForm) => string;
}
