import { z } from "zod";

import { numbers, treeFields, treesJson, treesOf } from "../trees/json.js";
import type { Boosting } from "./boosting.js";

/** `model.json` of gradient boosting. */
const BoostingJson = z.strictObject({
  format: z.literal("despliega-boosting"),
  formatVersion: z.literal(1),
  task: z.enum(["classification", "regression"]),
  baseline: numbers.length(1),
  ...treeFields,
  threshold: z.array(z.number().nullable()),
  sets: z.array(
    numbers
      .min(1)
      .refine((values) => values.every((value, i) => i === 0 || values[i - 1]! < value), {
        error: "must be rising values",
      }),
  ),
});

/** Writes boosting as JSON that {@link parseBoosting} reads back to the same bits. */
export const boostingJson = (boosting: Boosting): z.infer<typeof BoostingJson> => ({
  format: "despliega-boosting",
  formatVersion: 1,
  task: boosting.task,
  baseline: [...boosting.baseline],
  ...treesJson(
    boosting,
    Array.from(boosting.threshold, (value) => (Number.isNaN(value) ? null : value)),
  ),
  sets: boosting.sets.map((values) => [...values]),
});

/**
 * Reads boosting whose trees are whole.
 *
 * @throws `ZodError` for another shape, `RangeError` for arrays that do not make trees
 */
export const parseBoosting = (json: unknown): Boosting => {
  const given = BoostingJson.parse(json);
  const sets = given.threshold.filter((threshold) => threshold === null).length;
  if (given.sets.length !== sets)
    throw new RangeError(`${given.sets.length} sets for ${sets} nodes without a threshold`);
  const threshold = given.threshold.map((value) => value ?? NaN);
  return {
    task: given.task,
    baseline: Float64Array.from(given.baseline),
    ...treesOf(given, threshold),
    sets: given.sets,
  };
};
