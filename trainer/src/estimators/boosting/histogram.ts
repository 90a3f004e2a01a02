import type { ColumnPart } from "./columns.js";
import { ENTRIES, type Ground } from "./ground.js";
import { CODES } from "./nodes.js";

/** The derivatives of each row's loss, rounded so that sums are exact: gradients, and masses with the hessians. */
export interface Derivatives {
  readonly gradient: Float64Array;
  readonly mass: Float64Array;
}

/**
 * Makes what adds up gradients and masses by feature and bin, of entries `start` to `end` − 1 of some rows. (Ke et al.,
 * "LightGBM: A Highly Efficient Gradient Boosting Decision Tree", 2017, algorithm 1.)
 */
export const histogramBuilder = ({
  columns,
  learned,
}: Ground): ((
  into: Float64Array,
  derivatives: Derivatives,
  rows: Uint32Array,
  start: number,
  end: number,
) => void) => {
  // In the order of the rows, so that each column reads them one after the other.
  const gradients = new Float64Array(learned);
  const masses = new Float64Array(learned);
  // Of the codes of several features together.
  const together = new Float64Array(ENTRIES * CODES);

  return (into, { gradient, mass }, rows, start, end) => {
    const all = end - start === learned;
    into.fill(0);
    if (!all) {
      gather(gradients, gradient, rows, start, end);
      gather(masses, mass, rows, start, end);
    }
    for (let c = 0; c < columns.length; c++) {
      const { codes, parts } = columns[c]!;
      const target = parts.length === 1 ? into : together.fill(0);
      const offset = parts.length === 1 ? parts[0]!.offset : 0;
      if (all) addAll(target, offset, codes, gradient, mass, learned);
      else addSome(target, offset, codes, rows, gradients, masses, start, end);
      if (parts.length === 1) continue;
      for (let p = 0; p < parts.length; p++) addPart(into, parts[p]!, together);
    }
  };
};

// Each loop is a function of its own, small enough that the compiler keeps it once it has run for a while. The loops over
// rows write ENTRIES as a number: V8 loads and checks an import in every turn.

const gather = (
  into: Float64Array,
  from: Float64Array,
  rows: Uint32Array,
  start: number,
  end: number,
): void => {
  for (let i = start; i < end; i++) into[i] = from[rows[i]!]!;
};

const addAll = (
  into: Float64Array,
  offset: number,
  codes: Uint8Array,
  gradient: Float64Array,
  mass: Float64Array,
  end: number,
): void => {
  for (let i = 0; i < end; i++) {
    const at = offset + 2 * codes[i]!;
    into[at] = into[at]! + gradient[i]!;
    into[at + 1] = into[at + 1]! + mass[i]!;
  }
};

const addSome = (
  into: Float64Array,
  offset: number,
  codes: Uint8Array,
  rows: Uint32Array,
  gradient: Float64Array,
  mass: Float64Array,
  start: number,
  end: number,
): void => {
  for (let i = start; i < end; i++) {
    const at = offset + 2 * codes[rows[i]!]!;
    into[at] = into[at]! + gradient[i]!;
    into[at + 1] = into[at + 1]! + mass[i]!;
  }
};

const addPart = (
  into: Float64Array,
  { stride, size, offset }: ColumnPart,
  together: Float64Array,
): void => {
  for (let code = 0; code < CODES; code++) {
    const mass = together[ENTRIES * code + 1]!;
    if (mass === 0) continue;
    const at = offset + ENTRIES * (Math.floor(code / stride) % size);
    into[at] = into[at]! + together[ENTRIES * code]!;
    into[at + 1] = into[at + 1]! + mass;
  }
};

/** Takes from a histogram that of some of its rows, which leaves that of the others. */
export const subtract = (from: Float64Array, some: Float64Array): void => {
  for (let i = 0; i < from.length; i++) from[i] = from[i]! - some[i]!;
};
