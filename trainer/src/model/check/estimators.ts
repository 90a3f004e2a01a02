import type { EstimatorOptions } from "../../estimators/options.js";
import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";

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
    checkOptions(task, features.length, options).map(({ path, problem }) => ({
      path: ["estimators", at, ...path],
      problem,
    })),
  ),
];

/** Options of an estimator that do not fit the task or the number of features. */
export const checkOptions = (
  task: ModelDefinition["task"],
  features: number,
  options: EstimatorOptions,
): readonly FieldProblem[] => {
  const problems: FieldProblem[] = [];
  if (options.kind === "logistic" && task === "regression")
    problems.push({
      path: ["kind"],
      problem: "logistic is for two classes: write linear or forest",
    });
  if (options.kind === "linear" && task === "classification")
    problems.push({ path: ["kind"], problem: "linear is for numbers: write logistic or forest" });
  if (options.kind !== "forest") return problems;
  const { target, classWeights, maxFeatures } = options;
  if (target !== undefined && task === "classification")
    problems.push({ path: ["target"], problem: "log is for a regression: leave it out" });
  if (classWeights !== "none" && task === "regression")
    problems.push({ path: ["classWeights"], problem: "must be none: a regression has no classes" });
  if (typeof maxFeatures === "number" && maxFeatures > features)
    problems.push({
      path: ["maxFeatures"],
      problem: `${maxFeatures} is more than the ${features} features that there are`,
    });
  return problems;
};
