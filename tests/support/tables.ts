import { randomBytes } from "node:crypto";

import {
  memoryTableStore,
  openTable,
  type TableSettings,
  type TableStore,
} from "@despliega/storage";
import type { OnlineTables } from "@despliega/trainer/release/online/online-tables.js";

import { azuriteConnectionString } from "./azurite.js";

/** A table of its own in the run's Azurite, unless the options say otherwise. It is made by the first write. */
export const azuriteTable = (options: Partial<TableSettings> = {}): Promise<TableStore> =>
  openTable({
    account: { connectionString: azuriteConnectionString() },
    table: `t${randomBytes(8).toString("hex")}`,
    timeoutSeconds: 20,
    ...options,
  });

/** The tables of an account in memory. */
export const memoryTables = (container = "despliega"): OnlineTables => {
  const tables = new Map<string, TableStore>();
  return {
    container,
    async open(name) {
      const table = tables.get(name) ?? memoryTableStore();
      tables.set(name, table);
      return table;
    },
  };
};
