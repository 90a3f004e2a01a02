import type { OptionProblem, TrainingData } from "../estimator.js";
import type { BoostingOptions } from "./options.js";

/** So that a byte tells them and missing values apart. */
const MAX_CATEGORIES = 255;

/** Features without an order and monotone ones must be features, and not both. */
export const checkColumns = (
  features: TrainingData["features"],
  { categorical = [], monotone = {} }: BoostingOptions,
): readonly OptionProblem[] => [
  ...categorical.flatMap((name, at) => {
    const problem = categoryProblem(features, name);
    return problem === undefined ? [] : [{ path: ["categorical", at], problem }];
  }),
  ...Object.keys(monotone).flatMap((name) => {
    const problem = !features.some((feature) => feature.name === name)
      ? unknown(name)
      : categorical.includes(name)
        ? `${name} is categorical, so it has no order to follow: leave it out of one of them`
        : undefined;
    return problem === undefined ? [] : [{ path: ["monotone", name], problem }];
  }),
];

const categoryProblem = (features: TrainingData["features"], name: string): string | undefined => {
  const feature = features.find((each) => each.name === name);
  if (feature === undefined) return unknown(name);
  if (feature.values === undefined) return `${name} declares no values: list them in its feature`;
  if (feature.values.length > MAX_CATEGORIES)
    return `${name} has ${feature.values.length} values: a categorical feature has ${MAX_CATEGORIES} at most`;
  return undefined;
};

const unknown = (name: string): string => `${name} is no feature of this model`;
