import { MISSING } from "../trees/bins.js";

/** The rows of the node that grows: entries `start` to `end` − 1 of each array. */
export interface NodeRows {
  readonly rows: Uint32Array;
  readonly weight: Float64Array;
  /** Weight times the distance of the row's target from the node's mean, so that they add up to 0. */
  readonly moment: Float64Array;
  /** Room for {@link partition} to keep rows in. */
  readonly right: Uint32Array;
  start: number;
  end: number;
  /** Of all weights. */
  total: number;
  /** Of the target, weighted. */
  mean: number;
  /** Rows, those drawn twice counted twice. */
  cover: number;
  /** Whether its targets differ. */
  mixed: boolean;
}

/** Makes room for the nodes of trees on so many rows. */
export const nodeRows = (size: number): NodeRows => ({
  rows: new Uint32Array(size),
  weight: new Float64Array(size),
  moment: new Float64Array(size),
  right: new Uint32Array(size),
  start: 0,
  end: 0,
  total: 0,
  mean: 0,
  cover: 0,
  mixed: false,
});

/** What rows are learned from, and how much each counts. */
export interface Counted {
  readonly target: Float64Array;
  /** Of each row. */
  readonly weights: Float64Array;
  /** How often each row was drawn. */
  readonly bag: Uint16Array;
}

/** Makes the node that of the rows between two places, and sums them. */
export const openNode = (
  node: NodeRows,
  { target, weights, bag }: Counted,
  start: number,
  end: number,
): void => {
  const { rows, weight, moment } = node;
  let total = 0;
  let sum = 0;
  let cover = 0;
  let least = Infinity;
  let most = -Infinity;
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    const y = target[row]!;
    const w = bag[row]! * weights[row]!;
    weight[i] = w;
    total += w;
    sum += w * y;
    cover += bag[row]!;
    if (y < least) least = y;
    if (y > most) most = y;
  }
  // Rounding must not move a mean beyond its values.
  const mean = Math.min(Math.max(sum / total, least), most) + 0;
  for (let i = start; i < end; i++) moment[i] = weight[i]! * (target[rows[i]!]! - mean);
  node.start = start;
  node.end = end;
  node.total = total;
  node.mean = mean;
  node.cover = cover;
  node.mixed = least < most;
};

/**
 * Puts the rows that go left in front of the others, and tells where those begin. Both keep their order, so that a
 * node's rows are read from memory one way.
 */
export const partition = (
  { rows, right, start, end }: NodeRows,
  codes: Uint8Array,
  { bin, missingRight }: { readonly bin: number; readonly missingRight: 0 | 1 },
): number => {
  let middle = start;
  let count = 0;
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    const code = codes[row]!;
    if (code === MISSING ? missingRight === 1 : code > bin) right[count++] = row;
    else rows[middle++] = row;
  }
  for (let i = 0; i < count; i++) rows[middle + i] = right[i]!;
  return middle;
};
