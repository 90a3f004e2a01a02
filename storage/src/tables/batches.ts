import type { Cell, Entity } from "./table-store.js";

/** The limits of {@link batchesOf}. */
export interface BatchLimits {
  /** Most entities of a batch. Azure takes 100. */
  readonly entities: number;
  /** About the most bytes of a batch. Azure takes 4 MiB. */
  readonly bytes: number;
  /** About the most bytes that wait for their batch to be full. */
  readonly waiting: number;
}

/** Limits below those of Azure, as sizes are estimates. */
const LIMITS: BatchLimits = { entities: 100, bytes: 3_000_000, waiting: 24_000_000 };

interface Waiting {
  readonly entities: Entity[];
  bytes: number;
}

/**
 * Gathers entities into batches of one partition each, as Azure wants them. A batch is given when it is full. The fullest
 * is given when too much waits, so that memory stays flat.
 */
export async function* batchesOf(
  entities: AsyncIterable<Entity>,
  limits: BatchLimits = LIMITS,
): AsyncGenerator<readonly Entity[], void, undefined> {
  const partitions = new Map<string, Waiting>();
  let waits = 0;
  const take = (partition: string, batch: Waiting): readonly Entity[] => {
    partitions.delete(partition);
    waits -= batch.bytes;
    return batch.entities;
  };
  for await (const entity of entities) {
    const bytes = sizeOf(entity);
    const { partition } = entity;
    const before = partitions.get(partition);
    if (before !== undefined && before.bytes + bytes > limits.bytes) yield take(partition, before);
    const batch = partitions.get(partition) ?? { entities: [], bytes: 0 };
    partitions.set(partition, batch);
    batch.entities.push(entity);
    batch.bytes += bytes;
    waits += bytes;
    if (batch.entities.length === limits.entities) yield take(partition, batch);
    if (waits > limits.waiting) yield take(...fullest(partitions));
  }
  for (const [partition, batch] of partitions) yield take(partition, batch);
}

const fullest = (partitions: ReadonlyMap<string, Waiting>): [string, Waiting] =>
  [...partitions].reduce((most, one) => (one[1].bytes > most[1].bytes ? one : most));

/** About the bytes of an entity in a batch: its headers, and each cell with its name and its type. */
const sizeOf = ({ cells }: Entity): number =>
  Object.entries(cells).reduce((sum, [name, cell]) => sum + 2 * name.length + textOf(cell), 1_000);

// A character has at most 3 bytes of UTF-8, or 6 as an escape of JSON.
const textOf = (cell: Cell): number => 60 + (typeof cell === "string" ? 6 * cell.length : 0);
