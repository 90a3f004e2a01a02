/** How the fields of CSV files are set apart. */
export interface RemoteCsv {
  readonly delimiter: string;
  /** Default: no character quotes. */
  readonly quote?: string | undefined;
}

/** Rows of files as text, each with its place. */
export interface RemoteRows {
  /** Names of the files' columns, in their order. */
  readonly names: readonly string[];
  /** SQL after FROM. Its columns are `c0`, `c1` and so on, and those below. */
  readonly from: string;
  /** Rows at the beginning of each file that are its header: 1 or 0. */
  readonly headerLines: number;
  /**
   * SQL of how many fields a record has that does not have those of the files, as far as they can be counted; NULL of any other
   * record.
   */
  readonly broken: string;
  /** SQL of the file of a row, of the place of a part of it, from 0, and of the place of the row in that part. */
  readonly place: { readonly file: string; readonly part: string; readonly row: string };
}

/** Files that an engine reads where they lie, and no other machine does. */
export interface RemoteFiles {
  /**
   * How large files are together, and a hash that follows from all of them: that of the content of one file alone.
   *
   * @param url of a file or of a directory
   * @throws `INPUT_UNREADABLE` when there is none, and `ENGINE_UNFIT` when one is larger than 1 GB
   */
  measure(url: string): Promise<{ readonly bytes: number; readonly sha256: string }>;
  /** Prepares to read CSV files, each with a header, where each record is one line. */
  csv(url: string, form: RemoteCsv): Promise<RemoteRows>;
  /** Prepares to read Parquet files. */
  parquet(url: string): Promise<RemoteRows>;
}
