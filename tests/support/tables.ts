import { randomBytes } from "node:crypto";

import { openTable, type TableSettings, type TableStore } from "@despliega/storage";

import { azuriteConnectionString } from "./azurite.js";

/** A table of its own in the run's Azurite, unless the options say otherwise. It is made by the first write. */
export const azuriteTable = (options: Partial<TableSettings> = {}): Promise<TableStore> =>
  openTable({
    account: { connectionString: azuriteConnectionString() },
    table: `t${randomBytes(8).toString("hex")}`,
    timeoutSeconds: 20,
    ...options,
  });
