import type { Trees } from "./trees.js";

/**
 * Makes what tells whether a value is in the set of a node without a threshold.
 *
 * @param threshold of each node, NaN for one with a set; a leaf has one
 */
export const valueSets = (
  threshold: Float64Array,
  sets: Trees["sets"],
): ((node: number, value: number) => boolean) => {
  const values = Float64Array.from(sets.flat());
  const starts = new Uint32Array(threshold.length);
  const ends = new Uint32Array(threshold.length);
  let [set, at] = [0, 0];
  for (let node = 0; node < threshold.length; node++) {
    if (!Number.isNaN(threshold[node])) continue;
    starts[node] = at;
    at += sets[set++]!.length;
    ends[node] = at;
  }
  return (node, value) => {
    let [from, to] = [starts[node]!, ends[node]!];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (values[middle]! < value) from = middle + 1;
      else to = middle;
    }
    return from < ends[node]! && values[from] === value;
  };
};
