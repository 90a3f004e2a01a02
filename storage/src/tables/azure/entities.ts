import type { TableEntity, TableEntityResult } from "@azure/data-tables";

import type { Cell, Entity, StoredCell, StoredEntity } from "../table-store.js";

/** The cells of an entity by name, as the SDK reads them. */
export type Cells = Record<string, StoredCell>;

/** An entity as the SDK writes it. */
export const written = ({ partition, row, cells }: Entity): TableEntity => ({
  partitionKey: partition,
  rowKey: row,
  ...Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, typed(cell)])),
});

// A number without a type is a whole one of 32 bits to the account, or has a decimal point.
const typed = (cell: Cell) => {
  if (typeof cell === "object" && "double" in cell) return { type: "Double", value: cell.double };
  return typeof cell === "number" && cell !== (cell | 0) ? { type: "Double", value: cell } : cell;
};

/** An entity as the SDK has read it. */
export const stored = ({
  etag: _etag,
  partitionKey = "",
  rowKey = "",
  timestamp = "",
  ...cells
}: TableEntityResult<Cells>): StoredEntity => ({
  partition: partitionKey,
  row: rowKey,
  changed: new Date(timestamp),
  cells: Object.fromEntries(Object.entries(cells).filter(([name]) => !name.startsWith("odata."))),
});
