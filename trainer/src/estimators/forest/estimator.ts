import { forestJson, type Forest } from "@despliega/storage";

import { readRows, type Rows } from "../rows.js";
import type { Estimator } from "../estimator.js";
import type { ForestEstimatorOptions } from "../options.js";
import { targetSql } from "../target.js";
import { fitForest, requireRoom } from "./forest.js";
import { outOfBagScores } from "./out-of-bag.js";

/** Random forest, in memory; see {@link fitForest} for its cost and its limits. */
export const forestEstimator: Estimator<ForestEstimatorOptions> = {
  missing: () => "kept",
  fit: async (engine, { observations, task, features }, options) => {
    const { count } = await engine.row<{ count: number }>(
      `SELECT count(*) AS count FROM ${observations.name}`,
    );
    requireRoom(count, features.length);
    const target = await targetSql(engine, observations, options.target);
    const rows = await readRows(engine, observations, features, target);
    const { forest, gain } = fitForest({ task, ...rows }, options);
    return {
      modelJson: forestJson(forest),
      ...(options.target === "log"
        ? { scale: { of: "log", smearing: smearing(forest, rows, options) } }
        : {}),
      gain: [...gain],
      effort: { trees: options.trees, nodes: forest.trees.reduce((sum, tree) => sum + tree, 0) },
    };
  },
};

/** As for a linear regression, of the residuals of trees that did not learn from the row. (Duan, 1983.) */
const smearing = (
  forest: Forest,
  { columns, target }: Rows,
  options: ForestEstimatorOptions,
): number => {
  const scores = outOfBagScores(forest, columns, options);
  let [sum, count] = [0, 0];
  scores.forEach((score, row) => {
    if (Number.isNaN(score)) return;
    sum += Math.exp(target[row]! - score);
    count++;
  });
  return count === 0 ? 1 : sum / count;
};
