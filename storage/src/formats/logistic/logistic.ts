import LogisticRegression from "ml-logistic-regression";
import { z } from "zod";

import type { Feature } from "../feature.js";
import type { SummedModel } from "../scorer.js";
import { weightedSum } from "../weighted-sum.js";
import { SoftmaxRegressionJson, softmaxRegressionSums } from "./softmax-regression.js";

const TwoClasses = z.object({ weights: z.array(z.array(z.number())).length(1) });

/** The JSON of ml-logistic-regression for two classes. Its first weight is that of a constant column of ones. */
const LogisticJson = z.object({
  name: z.literal("LogisticRegression"),
  numberClasses: z.literal(2),
  classifiers: z.array(TwoClasses).length(2),
});

// The library adds no column of ones and fills no missing value. Its reader ignores an unknown field.
const NOTE =
  "Each row is a constant 1 and then the features in the manifest's order, with the manifest's fill for a missing value. " +
  "A category is a column of zeros and ones per code, and one for a missing value.";

/**
 * Writes a binary logistic model as ml-logistic-regression does: one classifier per class. Each classifier scores the
 * probability of *not* being its class, so the weights of class 1 are in the classifier of class 0.
 *
 * @param weights as for {@link weightedSum}
 */
export const logisticJson = (weights: readonly number[]) => ({
  name: "LogisticRegression" as const,
  note: NOTE,
  numberClasses: 2 as const,
  classifiers: [{ weights: [[...weights]] }, { weights: [weights.map((weight) => -weight)] }],
});

const Json = z.discriminatedUnion("name", [LogisticJson, SoftmaxRegressionJson]);

/**
 * Reads the weights of a logistic model, as for {@link weightedSum}: those of class 1 of two, or of each of several.
 *
 * @throws `ZodError`
 */
export const parseLogistic = (json: unknown): readonly (readonly number[])[] => {
  const given = Json.parse(json);
  return given.name === "SoftmaxRegression" ? given.weights : given.classifiers[0]!.weights;
};

/**
 * Loads the library's JSON through the library, and keeps its weights in a flat array. The library knows no probabilities of
 * several classes that add up to 1, so from three classes on the JSON is our own.
 *
 * @throws `ZodError`, `RangeError`
 */
export const loadLogistic = (json: unknown, features: readonly Feature[]): SummedModel => {
  const given = Json.parse(json);
  if (given.name === "SoftmaxRegression") return softmaxRegressionSums(given, features);
  const loaded = LogisticRegression.load(given);
  const weights = Float64Array.from(loaded.classifiers[0]?.weights.getRow(0) ?? []);
  return {
    outputs: 1,
    link: "sigmoid",
    task: "classification",
    ...weightedSum(weights, features),
  };
};
