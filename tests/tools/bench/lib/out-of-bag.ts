import { linkNodes, type Forest } from "@despliega/storage";
import { drawStream } from "@despliega/trainer/estimators/draw.js";
import { drawBag } from "@despliega/trainer/estimators/forest/bag.js";
import type { ForestOptions } from "@despliega/trainer/estimators/forest/options.js";

/**
 * Scores the rows that a forest was fitted on, each with the trees that did not learn from it, so that training rows
 * have unbiased scores without another fit. The bags are drawn again from the seed.
 *
 * @param columns as the forest was fitted on
 * @param options as the forest was fitted with
 * @returns the answers of each row side by side; NaN for a row that every tree learned from, as happens with few trees
 */
export const outOfBagScores = (
  forest: Forest,
  columns: readonly Float64Array[],
  options: Pick<ForestOptions, "sample" | "seed">,
): Float64Array => {
  const { outputs } = forest;
  const { roots, left, feature, value, next } = linkNodes(forest, outputs);
  const rows = columns[0]!.length;
  const sums = new Float64Array(rows * outputs);
  const counts = new Uint32Array(rows);
  roots.forEach((root, tree) => {
    const bag = drawBag(rows, options.sample, drawStream(options.seed, tree));
    for (let row = 0; row < rows; row++) {
      if (bag[row] !== 0) continue;
      let node = root;
      for (let child = left[node]!; child !== 0; child = left[node]!)
        node = next(node, child, columns[feature[node]!]![row]!);
      for (let at = 0; at < outputs; at++) sums[row * outputs + at]! += value[node * outputs + at]!;
      counts[row]! += 1;
    }
  });
  return sums.map((sum, at) => sum / counts[Math.floor(at / outputs)]!);
};
