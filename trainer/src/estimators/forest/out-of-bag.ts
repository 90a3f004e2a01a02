import { linkNodes, type Forest, type Nodes } from "@despliega/storage";

import { drawBag } from "./bag.js";
import type { ForestOptions } from "./options.js";
import { drawStream } from "../draw.js";

/**
 * Scores the rows that a forest was fitted on, each with the trees that did not learn from it, so that training rows
 * have unbiased scores without another fit. The bags are drawn again from the seed.
 *
 * @param columns as the forest was fitted on
 * @param options as the forest was fitted with
 * @returns NaN for a row that every tree learned from, as happens with few trees
 */
export const outOfBagScores = (
  forest: Forest,
  columns: readonly Float64Array[],
  options: Pick<ForestOptions, "sample" | "seed">,
): Float64Array => {
  const nodes = linkNodes(forest);
  const rows = columns[0]!.length;
  const sums = new Float64Array(rows);
  const counts = new Uint32Array(rows);
  nodes.roots.forEach((root, tree) => {
    const bag = drawBag(rows, options.sample, drawStream(options.seed, tree));
    for (let row = 0; row < rows; row++) {
      if (bag[row] !== 0) continue;
      sums[row]! += answer(nodes, root, columns, row);
      counts[row]! += 1;
    }
  });
  return sums.map((sum, row) => sum / counts[row]!);
};

const answer = (
  { left, feature, threshold, missingRight }: Nodes,
  root: number,
  columns: readonly Float64Array[],
  row: number,
): number => {
  let node = root;
  for (let child = left[node]!; child !== 0; child = left[node]!) {
    const x = columns[feature[node]!]![row]!;
    if (x <= threshold[node]!) node = child;
    else node = Number.isNaN(x) ? child + missingRight[node]! : child + 1;
  }
  return threshold[node]!;
};
