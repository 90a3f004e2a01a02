import type { Answered } from "../serving/observed/answered.js";
import type { Memory } from "./pages.js";

/** Goes through the rows of answers without holding up the event loop. */
export interface Slices {
  /**
   * Does something with each row: at once where they are few, otherwise some in each turn of the event loop.
   *
   * @param drop called in place of it with how many rows are left where there is no memory to hold the answers meanwhile
   */
  each(answered: Answered, one: (row: number) => void, drop: (rows: number) => void): void;
  /** Resolves when all rows were gone through. */
  finished(): Promise<void>;
}

/** Rows in one turn: less than half a millisecond. */
const SLICE_ROWS = 1_000;

interface Work {
  readonly rows: number;
  readonly one: (row: number) => void;
  readonly bytes: number;
  next: number;
}

/** Makes slices. @param memory that counts answers which wait */
export const createSlices = (memory: Memory): Slices => {
  const works: Work[] = [];
  let running: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    for (let work = works[0]; work !== undefined; work = works[0]) {
      await new Promise((resolve) => setImmediate(resolve));
      const end = Math.min(work.next + SLICE_ROWS, work.rows);
      for (; work.next < end; work.next++) work.one(work.next);
      if (end < work.rows) continue;
      memory.give(work.bytes);
      works.shift();
    }
    running = undefined;
  };

  return {
    each({ rows, values, scores }, one, drop) {
      if (rows <= SLICE_ROWS) {
        for (let row = 0; row < rows; row++) one(row);
        return;
      }
      const bytes = values.byteLength + scores.byteLength;
      if (!memory.take(bytes)) return drop(rows);
      works.push({ rows, one, bytes, next: 0 });
      running ??= run();
    },
    async finished() {
      await running;
    },
  };
};
