import { estimatorOf, KINDS, type EstimatorOptions } from "../../estimators/registry.js";
import { codedFeature } from "../coded-feature.js";
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
  const { tasks, check } = estimatorOf(options.kind);
  if (tasks.includes(task))
    return check?.(options, { task, features: features.map(codedFeature) }) ?? [];
  const others = KINDS.filter((kind) => estimatorOf(kind).tasks.includes(task));
  const list = `${others.slice(0, -1).join(", ")} or ${others.at(-1)!}`;
  const problem = `${options.kind} is for ${WANTED[tasks[0]!]}: write ${list}`;
  return [{ path: ["kind"], problem }];
};

const WANTED = { classification: "two classes", regression: "numbers" } as const;
