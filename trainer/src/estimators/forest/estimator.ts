import { forestJson } from "@despliega/storage";
import { z } from "zod";

import { readRows } from "../rows.js";
import type { Estimator } from "../estimator.js";
import { checkTaskOptions, classWeights, target } from "../shared-options.js";
import { targetSql } from "../target.js";
import { categoryCodes } from "../category-codes.js";
import { fitForest, mostRows, requireRoom } from "./forest.js";
import type { ForestEstimatorOptions } from "./options.js";

/** Random forest, in memory; see {@link fitForest} for its cost and its limits. */
export const forestEstimator: Estimator<ForestEstimatorOptions> = {
  tasks: ["classification", "regression"],
  fields: {
    target,
    trees: z.int().min(1),
    maxDepth: z.int().min(1).optional().describe("Splits from the root to a leaf, at most."),
    minLeaf: z.int().min(1).describe("Different rows that a leaf has at least."),
    maxFeatures: z
      .union([z.int().min(1), z.enum(["sqrt", "third", "all"])], {
        error: "must be a whole number from 1 on, sqrt, third or all",
      })
      .describe("Features tried for each split."),
    sample: z.number().gt(0).max(1).describe("Rows drawn for each tree, as a share of all."),
    bins: z.int().min(2).max(255).describe("Values that a feature is told apart by, at most."),
    classWeights,
    seed: z.int(),
  },
  check: (options, data) => [
    ...checkTaskOptions(options, data),
    ...(typeof options.maxFeatures === "number" && options.maxFeatures > data.features.length
      ? [
          {
            path: ["maxFeatures"],
            problem: `${options.maxFeatures} is more than the ${data.features.length} features that there are`,
          },
        ]
      : []),
  ],
  missing: () => "kept",
  most: mostRows,
  fit: async (engine, { observations, task, classes, features }, options) => {
    const { count } = await engine.row<{ count: number }>(
      `SELECT count(*) AS count FROM ${observations.name}`,
    );
    requireRoom(count, features.length);
    const label = await targetSql(engine, observations, options.target);
    const rows = await readRows(engine, observations, features, label);
    const uses = features.map((feature) => ({ categories: categoryCodes(feature) }));
    const { forest, gain } = fitForest({ task, classes, uses, ...rows }, options);
    return {
      modelJson: forestJson(forest),
      gain: [...gain],
      effort: { trees: options.trees, nodes: forest.trees.reduce((sum, tree) => sum + tree, 0) },
    };
  },
};
