import { StoreRefused } from "../errors/errors.js";
import type { Cell, Entity, StoredCell, StoredEntity, TableStore } from "./table-store.js";

/**
 * A table in the memory of this process, for tests.
 *
 * @param clock of the store. Default: the machine's
 */
export const memoryTableStore = (clock: () => Date = () => new Date()): TableStore => {
  const entities = new Map<string, StoredEntity>();
  // The separator is below every character that a key may have, so that keys are in the order of partition and row.
  const keyOf = (partition: string, row: string) => `${partition}\0${row}`;
  let made = false;
  const write = (entity: Entity) => {
    const cells = Object.entries(entity.cells).map(([name, cell]) => [name, storedCell(cell)]);
    const { partition, row } = entity;
    const stored = { partition, row, cells: Object.fromEntries(cells), changed: clock() };
    entities.set(keyOf(partition, row), stored);
  };
  return {
    url: "memory:",
    async put(entity) {
      made = true;
      write(entity);
    },
    async putAll(all, wrote = () => {}) {
      let count = 0;
      for await (const entity of all) {
        if (!made) throw missing();
        write(entity);
        wrote(++count);
      }
    },
    async make() {
      made = true;
    },
    async drop() {
      made = false;
      entities.clear();
    },
    async remove(partition, row) {
      entities.delete(keyOf(partition, row));
    },
    get: async (partition, row) => entities.get(keyOf(partition, row)),
    async *list({ from, below }) {
      const found = [...entities].filter(
        ([, { partition }]) => partition >= from && partition < below,
      );
      for (const [, entity] of found.sort(([a], [b]) => (a < b ? -1 : 1))) yield entity;
    },
    now: async () => clock(),
  };
};

const storedCell = (cell: Cell): StoredCell =>
  typeof cell === "object" && "double" in cell ? cell.double : cell;

const missing = () =>
  new StoreRefused({
    url: "memory:",
    name: "the table",
    answer: "no table",
    cure: "make it first",
  });
