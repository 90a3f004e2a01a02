import type { DraftKey } from "../draft.js";
import { sqlName } from "./name.js";

/** A column that names the entity, and what the statement calls it: several columns keep their names. */
export const keyColumns = (
  keys: readonly DraftKey[],
): readonly { readonly sql: string; readonly alias: string }[] =>
  keys.map(({ column, name }) => ({
    sql: sqlName(column),
    alias: keys.length === 1 ? "entity" : sqlName(name),
  }));
