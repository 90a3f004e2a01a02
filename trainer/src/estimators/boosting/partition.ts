/**
 * Puts the rows that go left in front of the others, and tells where those begin. Both keep their order, so that a
 * node's rows are read from memory one way.
 *
 * @param right room for as many rows
 * @param goesLeft from `base` on, 1 for each code that goes left
 */
export const partition = (
  rows: Uint32Array,
  right: Uint32Array,
  start: number,
  end: number,
  codes: Uint8Array,
  goesLeft: Uint8Array,
  base: number,
): number => {
  let middle = start;
  let count = 0;
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    const left = goesLeft[base + codes[row]!]!;
    // Both are written and one is kept: which side is next cannot be foretold.
    rows[middle] = row;
    right[count] = row;
    middle += left;
    count += 1 - left;
  }
  for (let i = 0; i < count; i++) rows[middle + i] = right[i]!;
  return middle;
};
