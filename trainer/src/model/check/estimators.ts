import type { EstimatorOptions } from "../../estimators/options.js";
import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";
import { checkColumnUse } from "./column-use.js";

/** Estimators must fit the task and the features. */
export const checkEstimators = ({
  task,
  features,
  estimators,
  crossValidation,
}: ModelDefinition): readonly FieldProblem[] => [
  ...(estimators.length > 1 && crossValidation === undefined
    ? [
        {
          path: ["estimators"],
          problem: `are ${estimators.length}, and only crossValidation can choose: write it, or leave one`,
        },
      ]
    : []),
  ...estimators.flatMap((options, at) =>
    checkOptions(task, features, options).map(({ path, problem }) => ({
      path: ["estimators", at, ...path],
      problem,
    })),
  ),
];

/** Options of an estimator that do not fit the task or the features. */
export const checkOptions = (
  task: ModelDefinition["task"],
  features: ModelDefinition["features"],
  options: EstimatorOptions,
): readonly FieldProblem[] => {
  const problems: FieldProblem[] = [];
  if (options.kind === "logistic" && task === "regression")
    problems.push({
      path: ["kind"],
      problem: "logistic is for two classes: write linear, forest or boosting",
    });
  if (options.kind === "linear" && task === "classification")
    problems.push({
      path: ["kind"],
      problem: "linear is for numbers: write logistic, forest or boosting",
    });
  if (options.kind !== "forest" && options.kind !== "boosting") return problems;
  const { target, classWeights } = options;
  if (target !== undefined && task === "classification")
    problems.push({ path: ["target"], problem: "log is for a regression: leave it out" });
  if (classWeights !== "none" && task === "regression")
    problems.push({ path: ["classWeights"], problem: "must be none: a regression has no classes" });
  if (options.kind === "boosting") return [...problems, ...checkColumnUse(features, options)];
  const { maxFeatures } = options;
  if (typeof maxFeatures === "number" && maxFeatures > features.length)
    problems.push({
      path: ["maxFeatures"],
      problem: `${maxFeatures} is more than the ${features.length} features that there are`,
    });
  return problems;
};
