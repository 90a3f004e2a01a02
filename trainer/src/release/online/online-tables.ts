import type { TableStore } from "@despliega/storage";

/** The tables of the account that holds the releases. */
export interface OnlineTables {
  /** The container of the releases: several may share an account. */
  readonly container: string;
  /** Opens a table by its name. */
  open(table: string): Promise<TableStore>;
}
