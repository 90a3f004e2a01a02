import { totalmem } from "node:os";

/** The share of the memory that bodies may take together from their first byte to their answer. */
const OF_BODIES = 1 / 8;

/** The share that what is read from bodies may take together. */
const OF_VALUES = 3 / 8;

/** Memory that bodies may take. */
export interface BodyMemory {
  /** Reserves bytes for a body; false when all bodies together would take more than their share. */
  take(bytes: number): boolean;
  give(bytes: number): void;
  /** Bytes that reading one body may take. */
  readonly ofOne: number;
}

/**
 * Divides the memory that this process may use among bodies.
 *
 * @param readers bodies that are read at once
 * @param usable in bytes. Default: that of the container where one is limited, else of the machine
 */
export const createBodyMemory = (readers: number, usable = usableMemory()): BodyMemory => {
  let free = usable * OF_BODIES;
  return {
    take(bytes) {
      if (bytes > free) return false;
      free -= bytes;
      return true;
    },
    give(bytes) {
      free += bytes;
    },
    ofOne: (usable * OF_VALUES) / readers,
  };
};

/** See https://nodejs.org/api/process.html#processconstrainedmemory: without a limit it is 0, or more than there is. */
const usableMemory = (): number => Math.min(process.constrainedMemory() || Infinity, totalmem());

/** Of the text and of the strings in it, each with up to two bytes for a byte of a body. */
const BYTES_OF_TEXT = 4;

/** Measured: 18 for a number in an array, 53 for an empty object, 76 for a field whose name comes once. */
const BYTES_OF_VALUE = 96;

/** Bytes that reading a body takes at most. */
export const readingBytes = (length: number, values: number): number =>
  BYTES_OF_TEXT * length + BYTES_OF_VALUE * values;
