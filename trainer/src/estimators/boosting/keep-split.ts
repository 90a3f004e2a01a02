import { ENTRIES, type GroundFeature } from "./ground.js";
import { rowsOf, type Mass } from "./mass.js";
import { CODES, type GrowingNodes } from "./nodes.js";
import type { Split } from "./split.js";

/**
 * Writes the best split of a node into its entries. Bins that the split does not know go where missing values go, and
 * where the node has neither they go where more of its rows go.
 */
export const keepSplit = (
  nodes: GrowingNodes,
  node: number,
  split: Split,
  { offset, bins, direction }: GroundFeature,
  histogram: Float64Array,
  mass: Mass,
): void => {
  const { order, known, last } = split;
  nodes.gain[node] = split.gain;
  nodes.feature[node] = split.feature;
  nodes.bin[node] = last;
  nodes.leftGradient[node] = split.gradient;
  nodes.leftMass[node] = split.mass;
  nodes.parts[node] = direction !== 0 && last < known - 1 ? 1 : 0;
  const size = nodes.end[node]! - nodes.start[node]!;
  let seen = 0;
  let left = 0;
  for (let k = 0; k < known; k++) {
    const rows = rowsOf(mass, histogram[offset + ENTRIES * order[k]! + 1]!);
    seen += rows;
    if (k <= last) left += rows;
  }
  const lostLeft = seen === size ? 2 * left > size : split.missingRight === 0;
  const base = CODES * node;
  nodes.goesLeft.fill(lostLeft ? 1 : 0, base, base + bins + 1);
  for (let k = 0; k < known; k++) nodes.goesLeft[base + order[k]!] = k <= last ? 1 : 0;
};
