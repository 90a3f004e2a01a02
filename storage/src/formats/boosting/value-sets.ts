import type { Nodes } from "../trees/nodes.js";

/**
 * Makes what tells whether a value is in the set of a node without a threshold.
 *
 * @param sets rising values, in the order of those nodes
 */
export const valueSets = (
  { left, threshold }: Nodes,
  sets: readonly (readonly number[])[],
): ((node: number, value: number) => boolean) => {
  const values = Float64Array.from(sets.flat());
  const starts = new Uint32Array(left.length);
  const ends = new Uint32Array(left.length);
  let [set, at] = [0, 0];
  for (let node = 0; node < left.length; node++) {
    if (left[node] === 0 || !Number.isNaN(threshold[node])) continue;
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
