import type { EntityKey } from "./key.js";

/** The keys of a table, row by row, with an index. */
export interface IndexedKeys {
  /** The row of a key, or -1. */
  readonly find: (key: EntityKey) => number;
  /** The key of a row. */
  readonly key: (row: number) => EntityKey;
  /**
   * Checks and indexes the rows since the last call.
   *
   * @param end the row after the last filled row
   * @throws RangeError for a key that is missing, breaks the rule of its type, or is used twice
   */
  accept(end: number): void;
}
