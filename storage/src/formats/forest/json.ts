import { z } from "zod";

import { numbers, treeFields, treesJson, treesOf } from "../trees/json.js";
import type { Forest } from "./forest.js";

/** `model.json` of a forest. */
const ForestJson = z.strictObject({
  format: z.literal("despliega-forest"),
  formatVersion: z.literal(1),
  task: z.enum(["classification", "regression"]),
  ...treeFields,
  trees: treeFields.trees.min(1),
  threshold: numbers,
});

/** Writes a forest as JSON, from which {@link parseForest} reads the same bits. */
export const forestJson = (forest: Forest): z.infer<typeof ForestJson> => ({
  format: "despliega-forest",
  formatVersion: 1,
  task: forest.task,
  ...treesJson(forest, [...forest.threshold]),
});

/**
 * Reads a forest and checks that its trees are complete.
 *
 * @throws `ZodError` for another shape, `RangeError` for arrays that are no trees
 */
export const parseForest = (json: unknown): Forest => {
  const given = ForestJson.parse(json);
  const forest: Forest = { task: given.task, ...treesOf(given, given.threshold) };
  if (given.task === "classification" && given.value.some((value) => value < 0 || value > 1))
    throw new RangeError("A leaf answers with a share of class 1 that is not between 0 and 1");
  return forest;
};
