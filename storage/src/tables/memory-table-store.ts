import type { Entity, StoredEntity, TableStore } from "./table-store.js";

/**
 * A table in the memory of this process, for tests.
 *
 * @param clock of the store. Default: the machine's
 */
export const memoryTableStore = (clock: () => Date = () => new Date()): TableStore => {
  const entities = new Map<string, StoredEntity>();
  // The separator is below every character that a key may have, so that keys are in the order of partition and row.
  const keyOf = (partition: string, row: string) => `${partition}\0${row}`;
  return {
    url: "memory:",
    async put(entity: Entity) {
      const key = keyOf(entity.partition, entity.row);
      entities.set(key, { ...entity, cells: { ...entity.cells }, changed: clock() });
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
