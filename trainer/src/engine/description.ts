import type { SqlType } from "./dialect.js";

/** A table as a statement finds it. */
export interface EmptyTable {
  readonly name: string;
  /** Types by the names of the columns. */
  readonly columns: ReadonlyMap<string, SqlType>;
}

/** A column that a statement returns. */
export interface ReturnedColumn {
  readonly name: string;
  /** The engine's name of its type, in capitals, such as `DECIMAL(18,3)`. */
  readonly type: string;
  /** What its values are; `text` is whatever can be a key and is none of the others. */
  readonly kind: "integer" | "number" | "boolean" | "day" | "text" | "other";
}

/** What a statement would return, or why it cannot run. */
export type Description =
  | { readonly columns: readonly ReturnedColumn[] }
  | {
      readonly problem: string;
      /** Where in the statement, in bytes of UTF-8, as far as the engine knows. */
      readonly offset?: number;
    };
