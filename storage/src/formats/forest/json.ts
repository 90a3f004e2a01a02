import { z } from "zod";

import type { Forest } from "./forest.js";

/** So that two bytes number a feature. */
export const MAX_FEATURES = 65_536;

const count = z.int().positive();
const finite = z.array(z.number());

/**
 * `model.json` of a forest. Its arrays are plain numbers: most are small integers or short decimals, which take fewer
 * bytes so than as base64 of a fixed width, JavaScript reads each back to the same bits, and a person can read them.
 */
const ForestJson = z.strictObject({
  format: z.literal("despliega-forest"),
  formatVersion: z.literal(1),
  task: z.enum(["classification", "regression"]),
  features: count.max(MAX_FEATURES),
  trees: z.array(count).min(1),
  feature: z.array(z.int().min(-1)),
  threshold: finite,
  missingRight: z.array(z.union([z.literal(0), z.literal(1)])),
  value: finite,
  cover: z.array(count),
});

/** Writes a forest as JSON that {@link parseForest} reads back to the same bits. */
export const forestJson = (forest: Forest): z.infer<typeof ForestJson> => ({
  format: "despliega-forest",
  formatVersion: 1,
  task: forest.task,
  features: forest.features,
  trees: [...forest.trees],
  feature: [...forest.feature],
  threshold: [...forest.threshold],
  missingRight: Array.from(forest.missingRight, (right) => (right === 0 ? 0 : 1)),
  value: [...forest.value],
  cover: [...forest.cover],
});

/**
 * Reads a forest and checks that every tree is whole, so that no row can lead scoring astray.
 *
 * @throws `ZodError` for another shape, `RangeError` for arrays that do not make trees
 */
export const parseForest = (json: unknown): Forest => {
  const given = ForestJson.parse(json);
  const forest: Forest = {
    task: given.task,
    features: given.features,
    trees: Uint32Array.from(given.trees),
    feature: Int32Array.from(given.feature),
    threshold: Float64Array.from(given.threshold),
    missingRight: Uint8Array.from(given.missingRight),
    value: Float64Array.from(given.value),
    cover: Float64Array.from(given.cover),
  };
  checkLengths(forest, given.trees);
  checkTrees(forest);
  if (given.feature.some((feature) => feature >= given.features))
    throw new RangeError(`A node asks for a feature beyond the ${given.features} that there are`);
  if (given.task === "classification" && given.value.some((value) => value < 0 || value > 1))
    throw new RangeError("A leaf answers with a share of class 1 that is not between 0 and 1");
  return forest;
};

const checkLengths = (forest: Forest, trees: readonly number[]): void => {
  const nodes = trees.reduce((sum, size) => sum + size, 0);
  const leaves = forest.feature.reduce((sum, feature) => sum + (feature < 0 ? 1 : 0), 0);
  const { feature, threshold, missingRight, value, cover } = forest;
  const whole =
    feature.length === nodes &&
    threshold.length === nodes - leaves &&
    missingRight.length === nodes - leaves &&
    value.length === leaves &&
    cover.length === leaves;
  if (!whole) throw new RangeError("The arrays of the forest do not have as many entries as nodes");
};

/** A node must stand below an inner node that came before it, and every child of an inner node must be there. */
const checkTrees = ({ trees, feature }: Forest): void => {
  let node = 0;
  trees.forEach((size, tree) => {
    let known = 1;
    for (let i = 0; i < size; i++, node++) {
      if (i >= known) throw new RangeError(`Tree ${tree} has nodes that nothing leads to`);
      if (feature[node]! >= 0) known += 2;
    }
    if (known !== size) throw new RangeError(`Tree ${tree} lacks nodes that others lead to`);
  });
};
