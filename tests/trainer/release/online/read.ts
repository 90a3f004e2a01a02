import { createHash } from "node:crypto";

import type { StoredEntity, TableStore } from "@despliega/storage";

import { azuriteTable } from "../../../support/tables.js";

/** Cells as another service reads them. */
export type Read = StoredEntity["cells"];

/** A table of the run's Azurite. */
export const tableOf = (name: string): Promise<TableStore> => azuriteTable({ table: name });

/** The row of a model's champion; nothing where there is none. */
export const readCurrent = async (container: string, model: string): Promise<Read> =>
  (await (await tableOf("despliegafeatures")).get(`${container}.${model}`, "current"))?.cells ?? {};

/** The row of a key, by what docs/features-for-others.md says of it. */
export const readRow = async (
  table: unknown,
  ...key: readonly unknown[]
): Promise<Read | undefined> => {
  const row = createHash("sha256").update(key.join("\u001f")).digest("hex");
  return (await (await tableOf(String(table))).get(row.slice(0, 2), row))?.cells;
};
