import { estimatorOf, KINDS, type EstimatorOptions } from "../../estimators/registry.js";
import { codedFeature } from "../coded-feature.js";
import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";

/** Estimators must fit the task and the features. */
export const checkEstimators = (model: ModelDefinition): readonly FieldProblem[] => [
  ...(model.estimators.length > 1 && model.crossValidation === undefined
    ? [
        {
          path: ["estimators"],
          problem: `are ${model.estimators.length}, and only crossValidation can choose: write it, or leave one`,
        },
      ]
    : []),
  ...model.estimators.flatMap((options, at) =>
    checkOptions(model, options).map(({ path, problem }) => ({
      path: ["estimators", at, ...path],
      problem,
    })),
  ),
];

/** Options of an estimator that do not fit the task, the classes as far as they are declared, or the features. */
export const checkOptions = (
  { task, classes, features }: Pick<ModelDefinition, "task" | "classes" | "features">,
  options: EstimatorOptions,
): readonly FieldProblem[] => {
  const { tasks, check } = estimatorOf(options.kind);
  if (tasks.includes(task)) {
    const known = classes === undefined ? {} : { classes: classes.length };
    return check?.(options, { task, ...known, features: features.map(codedFeature) }) ?? [];
  }
  const others = KINDS.filter((kind) => estimatorOf(kind).tasks.includes(task));
  const list = `${others.slice(0, -1).join(", ")} or ${others.at(-1)!}`;
  const problem = `${options.kind} is for ${WANTED[tasks[0]!]}: write ${list}`;
  return [{ path: ["kind"], problem }];
};

const WANTED = { classification: "classes", regression: "numbers" } as const;
