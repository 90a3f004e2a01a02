import { z } from "zod";

import { treeFields, treeSets, treesJson, treesOf } from "../trees/json.js";
import type { Forest } from "./forest.js";

/** `model.json` of a forest. */
const ForestJson = z.strictObject({
  format: z.literal("despliega-forest"),
  formatVersion: z.literal(1),
  task: z.enum(["classification", "regression"]),
  /** From three classes on. */
  classes: z.int().min(3).optional(),
  ...treeFields,
  trees: treeFields.trees.min(1),
  /** Where a node has no threshold. */
  sets: treeSets.optional(),
});

/** Writes a forest as JSON, from which {@link parseForest} reads the same bits. */
export const forestJson = (forest: Forest): z.infer<typeof ForestJson> => {
  const { sets, ...trees } = treesJson(forest);
  return {
    format: "despliega-forest",
    formatVersion: 1,
    task: forest.task,
    ...(forest.outputs > 1 ? { classes: forest.outputs } : {}),
    ...trees,
    ...(sets.length > 0 ? { sets } : {}),
  };
};

/**
 * Reads a forest and checks that its trees are complete.
 *
 * @throws `ZodError` for another shape, `RangeError` for arrays that are no trees
 */
export const parseForest = (json: unknown): Forest => {
  const given = ForestJson.parse(json);
  const outputs = given.classes ?? 1;
  if (given.task === "regression" && outputs > 1) throw new RangeError("A regression with classes");
  if (given.task === "classification" && given.value.some((value) => value < 0 || value > 1))
    throw new RangeError("A leaf answers with a share of a class that is not between 0 and 1");
  return { task: given.task, outputs, ...treesOf(given, outputs) };
};
