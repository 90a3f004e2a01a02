/** Some consecutive rows of a result, by column. Its arrays are used again for the next batch. */
export interface Batch {
  readonly rows: number;
  readonly columns: readonly BatchColumn[];
}

/** The values of a column in a batch. */
export interface BatchColumn {
  /** By row: INTEGER, BIGINT, DOUBLE and text. A missing value is 0, NaN among doubles, or a text without bytes. */
  readonly values: Int32Array | BigInt64Array | Float64Array | TextValues;
  /** One bit for each row, the lowest first, 1 where there is a value: Arrow's layout. */
  readonly validity: Uint8Array;
  /** How many values are missing. */
  readonly nulls: number;
}

/** Rows of every batch but the last, which has at most this many. */
export const BATCH_ROWS = 65_536;

/** The texts of a column in a batch, in UTF-8. */
export class TextValues {
  /** Where the text of a row begins; the next one's begins where it ends. */
  readonly offsets = new Int32Array(BATCH_ROWS + 1);
  bytes = Buffer.alloc(BATCH_ROWS * 16);

  /** Writes the text of a row. The texts of all rows before it must be there. */
  write(row: number, text: string): void {
    const from = this.offsets[row]!;
    // A unit of UTF-16 takes three bytes at most.
    const most = from + 3 * text.length;
    if (most > this.bytes.length) {
      const larger = Buffer.alloc(2 * most);
      this.bytes.copy(larger, 0, 0, from);
      this.bytes = larger;
    }
    this.offsets[row + 1] = from + this.bytes.write(text, from);
  }
}
