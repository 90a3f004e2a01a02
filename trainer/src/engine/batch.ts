/** Some consecutive rows of a result, by column. Its arrays are used again for the next batch. */
export interface Batch {
  readonly rows: number;
  readonly columns: readonly BatchColumn[];
}

/** The values of a column in a batch. */
export interface BatchColumn {
  /** By row: INTEGER, BIGINT and DOUBLE. A missing value is 0, or NaN among doubles. */
  readonly values: Int32Array | BigInt64Array | Float64Array;
  /** One bit for each row, the lowest first, 1 where there is a value: Arrow's layout. */
  readonly validity: Uint8Array;
  /** How many values are missing. */
  readonly nulls: number;
}

/** Rows of every batch but the last, which has at most this many. */
export const BATCH_ROWS = 65_536;
