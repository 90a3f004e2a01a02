import { z } from "zod";

import { numbers, treeFields, treeSets, treesJson, treesOf } from "../trees/json.js";
import type { Boosting } from "./boosting.js";

/** `model.json` of gradient boosting. */
const BoostingJson = z.strictObject({
  format: z.literal("despliega-boosting"),
  formatVersion: z.literal(1),
  task: z.enum(["classification", "regression"]),
  baseline: numbers.min(1),
  ...treeFields,
  sets: treeSets,
});

/** Writes boosting as JSON that {@link parseBoosting} reads back to the same bits. */
export const boostingJson = (boosting: Boosting): z.infer<typeof BoostingJson> => ({
  format: "despliega-boosting",
  formatVersion: 1,
  task: boosting.task,
  baseline: [...boosting.baseline],
  ...treesJson(boosting),
});

/**
 * Reads boosting whose trees are whole.
 *
 * @throws `ZodError` for another shape, `RangeError` for arrays that do not make trees
 */
export const parseBoosting = (json: unknown): Boosting => {
  const given = BoostingJson.parse(json);
  const outputs = given.baseline.length;
  if (outputs === 2 || (given.task === "regression" && outputs > 1))
    throw new RangeError(`A ${given.task} with ${outputs} baselines`);
  if (given.trees.length % outputs !== 0)
    throw new RangeError(`${given.trees.length} trees for ${outputs} classes`);
  return { task: given.task, baseline: Float64Array.from(given.baseline), ...treesOf(given, 1) };
};
