import type { CheckedData, OptionProblem, TrainingData } from "../estimator.js";
import type { BoostingOptions } from "./options.js";

/** Features without an order and monotone ones must be features, and not both. Only two classes and numbers have an order. */
export const checkColumns = (
  { features, classes = 2 }: CheckedData,
  { categorical = [], monotone = {} }: BoostingOptions,
): readonly OptionProblem[] => [
  ...categorical.flatMap((name, at) => {
    const problem = categoryProblem(features, name);
    return problem === undefined ? [] : [{ path: ["categorical", at], problem }];
  }),
  ...(classes > 2 && Object.keys(monotone).length > 0
    ? [{ path: ["monotone"], problem: `cannot be kept with ${classes} classes: leave it out` }]
    : []),
  ...Object.keys(monotone).flatMap((name) => {
    const problem = orderProblem(features, categorical, name);
    return problem === undefined ? [] : [{ path: ["monotone", name], problem }];
  }),
];

const orderProblem = (
  features: TrainingData["features"],
  categorical: readonly string[],
  name: string,
): string | undefined => {
  const feature = features.find((each) => each.name === name);
  if (feature === undefined) return unknown(name);
  if (feature.type === "category") return `${name} is a category without an order: leave it out`;
  if (categorical.includes(name))
    return `${name} is categorical, so it has no order to follow: leave it out of one of them`;
  return undefined;
};

const categoryProblem = (features: TrainingData["features"], name: string): string | undefined => {
  const feature = features.find((each) => each.name === name);
  if (feature === undefined) return unknown(name);
  if (feature.type === "category") return `${name} is a category anyway: leave it out`;
  if (feature.values === undefined) return `${name} declares no values: list them in its feature`;
  return undefined;
};

const unknown = (name: string): string => `${name} is no feature of this model`;
