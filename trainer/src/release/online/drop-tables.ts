import type { StoredEntity } from "@despliega/storage";

import { FEATURES_TABLE, partitionOf } from "./names.js";
import type { OnlineTables } from "./online-tables.js";
import { STATES, tableOfRow } from "./table-row.js";

/** A table of a model, as its row says. */
export interface ListedTable {
  readonly name: string;
  /** The time of the last write of its row, by the store's clock. */
  readonly changed: Date;
}

/** Lists the tables of a model, complete or not. */
export const listTables = async (tables: OnlineTables, model: string): Promise<ListedTable[]> =>
  (await listRows(tables, model)).map(({ table }) => table);

/**
 * Drops tables of a model. A row stays until its table is gone, and does not call it complete meanwhile.
 *
 * @param goes decides for each table
 * @returns the tables that were dropped
 */
export const dropTables = async (
  tables: OnlineTables,
  model: string,
  goes: (table: ListedTable) => boolean,
): Promise<ListedTable[]> => {
  const registry = await tables.open(FEATURES_TABLE);
  const dropped: ListedTable[] = [];
  for (const { table, entity } of await listRows(tables, model))
    if (goes(table)) {
      const { partition, row, cells } = entity;
      await registry.put({ partition, row, cells: { ...cells, state: STATES.going } });
      await (await tables.open(table.name)).drop();
      await registry.remove(partition, row);
      dropped.push(table);
    }
  return dropped;
};

interface ListedRow {
  readonly table: ListedTable;
  readonly entity: StoredEntity;
}

const listRows = async (tables: OnlineTables, model: string): Promise<ListedRow[]> => {
  const registry = await tables.open(FEATURES_TABLE);
  const from = partitionOf(tables, model);
  const found: ListedRow[] = [];
  // A dot comes before every character that the name of a longer model may have there.
  for await (const entity of registry.list({ from, below: `${from}.` }, 1_000)) {
    const { row, changed } = entity;
    const name = tableOfRow(row);
    if (name !== undefined) found.push({ table: { name, changed }, entity });
  }
  return found;
};
