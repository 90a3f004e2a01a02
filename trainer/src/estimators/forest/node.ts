/** What rows are learned from, and how much each counts. */
export interface Counted {
  /** A number, 0 or 1 for two classes, or the number of one of several classes. */
  readonly target: Float64Array;
  /** Of each row. */
  readonly weights: Float64Array;
  /** How often each row was drawn. */
  readonly bag: Uint16Array;
}

/** The rows of the node that grows: entries `start` to `end` − 1 of each array. */
export interface NodeRows {
  readonly rows: Uint32Array;
  readonly weight: Float64Array;
  /** With one output: weight times the distance of the row's target from the node's mean, so that they add up to 0. */
  readonly moment: Float64Array;
  /** With one output per class: the class of the row. */
  readonly label: Uint16Array;
  /** Room for {@link partition} to keep rows in. */
  readonly right: Uint32Array;
  start: number;
  end: number;
  /** Of all weights. */
  total: number;
  /** The weighted mean of the target, or the weighted share of each class. */
  readonly mean: Float64Array;
  /** Rows, those drawn twice counted twice. */
  cover: number;
  /** Whether its targets differ. */
  mixed: boolean;
}

/**
 * Makes room for the nodes of trees on so many rows.
 *
 * @param outputs 1, or the number of classes from three classes on
 */
export const nodeRows = (size: number, outputs: number): NodeRows => ({
  rows: new Uint32Array(size),
  weight: new Float64Array(size),
  moment: new Float64Array(outputs === 1 ? size : 0),
  label: new Uint16Array(outputs === 1 ? 0 : size),
  right: new Uint32Array(size),
  start: 0,
  end: 0,
  total: 0,
  mean: new Float64Array(outputs),
  cover: 0,
  mixed: false,
});

/** Makes the node that of the rows between two places, and sums them. */
export const openNode = (node: NodeRows, counted: Counted, start: number, end: number): void => {
  node.start = start;
  node.end = end;
  if (node.mean.length === 1) openOne(node, counted);
  else openClasses(node, counted);
};

const openOne = (node: NodeRows, { target, weights, bag }: Counted): void => {
  const { rows, weight, moment, start, end } = node;
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
  node.total = total;
  node.mean[0] = mean;
  node.cover = cover;
  node.mixed = least < most;
};

const openClasses = (node: NodeRows, { target, weights, bag }: Counted): void => {
  const { rows, weight, label, mean, start, end } = node;
  mean.fill(0);
  let cover = 0;
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    const w = bag[row]! * weights[row]!;
    weight[i] = w;
    label[i] = target[row]!;
    mean[label[i]!]! += w;
    cover += bag[row]!;
  }
  // A sum of the classes' weights is at least each of them, so that no share is above 1.
  let total = 0;
  let classes = 0;
  for (const w of mean) {
    total += w;
    if (w > 0) classes++;
  }
  for (let k = 0; k < mean.length; k++) mean[k] = mean[k]! / total;
  node.total = total;
  node.cover = cover;
  node.mixed = classes > 1;
};

/**
 * Puts the rows that go left in front of the others, and tells where those begin. Both keep their order, so that a
 * node's rows are read from memory one way.
 *
 * @param goesLeft 1 for each code that goes left
 */
export const partition = (
  { rows, right, start, end }: NodeRows,
  codes: Uint8Array,
  goesLeft: Uint8Array,
): number => {
  let middle = start;
  let count = 0;
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    if (goesLeft[codes[row]!] === 0) right[count++] = row;
    else rows[middle++] = row;
  }
  for (let i = 0; i < count; i++) rows[middle + i] = right[i]!;
  return middle;
};
