import { z } from "zod";

import type { Feature } from "../feature.js";
import type { OneSum } from "../scorer.js";
import { weightedSum } from "../weighted-sum.js";

const LinearJson = z.strictObject({
  name: z.literal("LinearRegression"),
  /** Intercept first, then those of each feature, for raw values. */
  weights: z.array(z.number()).min(2),
});

/**
 * Writes a linear model.
 *
 * @param weights as for {@link weightedSum}
 */
export const linearJson = (weights: readonly number[]): z.infer<typeof LinearJson> => ({
  name: "LinearRegression",
  weights: [...weights],
});

/** Reads the weights of a linear model, as for {@link weightedSum}. @throws `ZodError` */
export const parseLinear = (json: unknown): readonly number[] => LinearJson.parse(json).weights;

/** Loads a linear model. @throws `ZodError`, `RangeError` */
export const loadLinear = (json: unknown, features: readonly Feature[]): OneSum => {
  const sums = weightedSum(Float64Array.from(parseLinear(json)), features);
  return { outputs: 1, link: "identity", task: "regression", ...sums };
};
