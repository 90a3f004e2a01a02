import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";

/** A threshold is for two classes, and costs by class are for more. */
export const checkDecision = ({
  task,
  classes,
  threshold,
  costs,
}: ModelDefinition): readonly FieldProblem[] => [
  ...(threshold === undefined ? [] : checkThreshold(task, classes)),
  ...(costs === undefined ? [] : checkCosts(classes, costs)),
];

const checkThreshold = (
  task: ModelDefinition["task"],
  classes: ModelDefinition["classes"],
): readonly FieldProblem[] => {
  if (task === "regression")
    return [{ path: ["threshold"], problem: "is for a classification: leave it out" }];
  if (classes === undefined || classes.length === 2) return [];
  return [
    {
      path: ["threshold"],
      problem: `is for two classes, and there are ${classes.length}: write costs, or leave it out`,
    },
  ];
};

const checkCosts = (
  classes: ModelDefinition["classes"],
  costs: NonNullable<ModelDefinition["costs"]>,
): readonly FieldProblem[] => {
  if (classes === undefined)
    return [
      { path: ["costs"], problem: "name classes: write classes, of which there are at least 3" },
    ];
  if (classes.length < 3)
    return [
      {
        path: ["costs"],
        problem:
          "are for three classes or more: write threshold: { policy: cost, falseAlarm: 1, miss: 5 }",
      },
    ];
  const unknown = (path: readonly string[], name: string): readonly FieldProblem[] =>
    classes.includes(name)
      ? []
      : [{ path: ["costs", ...path], problem: `is no class: write one of ${classes.join(", ")}` }];
  return Object.entries(costs).flatMap(([name, answers]) => [
    ...unknown([name], name),
    ...Object.entries(answers).flatMap(([answer, cost]) => [
      ...unknown([name, answer], answer),
      ...(name === answer && cost !== 0
        ? [
            {
              path: ["costs", name, answer],
              problem: "is a right answer, which costs nothing: leave it out",
            },
          ]
        : []),
    ]),
  ]);
};
