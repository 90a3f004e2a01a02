import { z } from "zod";

import type { Feature } from "../feature.js";
import type { SeveralSums } from "../scorer.js";
import { weightedSum } from "../weighted-sum.js";

/** `model.json` of a logistic regression for three classes and more. */
export const SoftmaxRegressionJson = z.strictObject({
  name: z.literal("SoftmaxRegression"),
  /** Of each class: intercept first, then the weights of each feature, for raw values. */
  weights: z.array(z.array(z.number())).min(3),
});

/**
 * Writes a logistic model of several classes.
 *
 * @param weights of each class, as for {@link weightedSum}
 */
export const softmaxRegressionJson = (
  weights: readonly (readonly number[])[],
): z.infer<typeof SoftmaxRegressionJson> => ({
  name: "SoftmaxRegression",
  weights: weights.map((own) => [...own]),
});

/**
 * Makes the sums of a logistic model of several classes: the probability of a class is proportional to the exponential of
 * its weighted sum. Contributions are those to the sum of the class less the mean of all sums.
 *
 * @throws `RangeError`
 */
export const softmaxRegressionSums = (
  { weights }: z.infer<typeof SoftmaxRegressionJson>,
  features: readonly Feature[],
): SeveralSums => {
  const outputs = weights.length;
  const of = (own: readonly number[]) => weightedSum(Float64Array.from(own), features);
  const sums = weights.map((own) => of(own).sum);
  const mean = weights[0]!.map(
    (_, at) => weights.reduce((sum, own) => sum + own[at]!, 0) / outputs,
  );
  const centred = weights.map((own) => of(own.map((weight, at) => weight - mean[at]!)));
  return {
    outputs,
    link: "softmax",
    task: "classification",
    sums(row, into) {
      for (let output = 0; output < outputs; output++) into[output] = sums[output]!(row);
    },
    contributions: (row, output) => centred[output]!.contributions(row),
  };
};
