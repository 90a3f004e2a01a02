/** How the days of an input are written; a day or month below 10 may go without its zero. */
export const DATE_FORMATS = [
  "YYYY-MM-DD",
  "YYYY/MM/DD",
  "YYYY.MM.DD",
  "YYYYMMDD",
  "DD/MM/YYYY",
  "DD-MM-YYYY",
  "DD.MM.YYYY",
  "MM/DD/YYYY",
  "MM-DD-YYYY",
] as const;

/** What may be between two fields. */
export const DELIMITERS = [",", ";", "\t", "|", ":", "^", "~"] as const;

/** What may be around a field; `none` where no character quotes. */
export const QUOTES = ['"', "'", "none"] as const;

/** What may group the digits of a number by threes; a blank stands for the no-break spaces too. */
export const THOUSANDS = [",", ".", " ", "'"] as const;

/** How the bytes of a text are read. `latin-1` is read as `windows-1252`, its superset, as browsers do. */
export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "latin-1"] as const;

export type DateFormat = (typeof DATE_FORMATS)[number];
export type Encoding = (typeof ENCODINGS)[number];

/** How the file of an input is written. A file compressed by gzip is known by its first bytes, whatever this says. */
export interface InputFormat {
  /** Default: what the first bytes of the file say. */
  readonly format?: "csv" | "parquet";
  /** Default: a comma. */
  readonly delimiter?: (typeof DELIMITERS)[number];
  /** Default: the double quote. */
  readonly quote?: (typeof QUOTES)[number];
  /** Default: a point. */
  readonly decimal?: "." | ",";
  /** Default: none, and a number with groups of digits is refused. */
  readonly thousands?: (typeof THOUSANDS)[number];
  /** Default: UTF-8, or the UTF-16 that a byte order mark announces. A mark has the last word. */
  readonly encoding?: Encoding;
  /** Default: `YYYY-MM-DD`. A timestamp begins with such a day. */
  readonly dateFormat?: DateFormat;
  /** Words that mean that there is no value, as they are written, beside an empty field. Default: none. */
  readonly missing?: readonly string[];
  /** Words that mean true in a column of booleans, in any case. Default: `true` and `1`. */
  readonly true?: readonly string[];
  /** Words that mean false. Default: `false` and `0`. */
  readonly false?: readonly string[];
}
