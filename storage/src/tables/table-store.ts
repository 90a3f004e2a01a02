/** A value of an entity, as it is read. A text has at most {@link MOST_CHARACTERS}. */
export type StoredCell = string | number | boolean | Date;

/** A number that is stored as a double even where it is whole, as others of its column. */
export interface Double {
  readonly double: number;
}

/** A value of an entity, as it is written. A number is a whole one of 32 bits where it can be, and else a double. */
export type Cell = StoredCell | Double;

/** Most characters of a text. Azure takes 64 KiB of UTF-16 for a property, and 1 MiB for an entity. */
export const MOST_CHARACTERS = 32_000;

/** Most cells of an entity. */
export const MOST_CELLS = 252;

/**
 * A row of a table, found by its two keys. Neither may hold `/`, `\`, `#`, `?` or control characters. An entity has at
 * most {@link MOST_CELLS}; their names are letters, digits and `_`.
 */
export interface Entity {
  readonly partition: string;
  readonly row: string;
  readonly cells: Readonly<Record<string, Cell>>;
}

/** An entity as it is stored. */
export interface StoredEntity extends Entity {
  readonly cells: Readonly<Record<string, StoredCell>>;
  /** The time of its last write, by the store's clock. */
  readonly changed: Date;
}

/** Partitions from one key to another, both by the order of their characters. */
export interface PartitionRange {
  readonly from: string;
  /** Not part of the range. */
  readonly below: string;
}

/**
 * One table. Every operation has a deadline, and fails with one of `STORE_REFUSED`, `STORE_UNREACHABLE`. A table that is
 * missing is made by the first write, and empty for readers.
 */
export interface TableStore {
  /** The place of the table, for people to read; it contains no key. */
  readonly url: string;
  /** Writes an entity, in place of one with the same keys. */
  put(entity: Entity): Promise<void>;
  /**
   * Writes many entities, each in place of one with the same keys, in the batches of {@link batchesOf}, several at once.
   * It does not make the table. A failure leaves some of them written.
   *
   * @param wrote is told how many are written by now
   */
  putAll(entities: AsyncIterable<Entity>, wrote?: (count: number) => void): Promise<void>;
  /** Makes the table, unless it is there. */
  make(): Promise<void>;
  /** Deletes the table with everything in it, if it is there. */
  drop(): Promise<void>;
  /** Deletes an entity, if it is there. */
  remove(partition: string, row: string): Promise<void>;
  /** Reads an entity. @returns undefined when there is none */
  get(partition: string, row: string): Promise<StoredEntity | undefined>;
  /**
   * Lists entities by partition and then row. It reads on only as far as its consumer does.
   *
   * @param most that the consumer will read, for the size of a page
   */
  list(range: PartitionRange, most: number): AsyncIterable<StoredEntity>;
  /** The time by the store's clock, which {@link StoredEntity.changed} uses too. */
  now(): Promise<Date>;
}
