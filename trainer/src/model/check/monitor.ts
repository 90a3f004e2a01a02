import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";

/** What is monitored must be features of the model, and bands must be those of numbers. */
export const checkMonitor = ({
  monitor: { features: named = {}, groups = [] } = {},
  features,
}: ModelDefinition): readonly FieldProblem[] => {
  const unknown = "is no feature of the model: write one that `features` lists";
  const types = new Map(features.map(({ name, type }) => [name, type]));
  return [
    ...Object.keys(named).flatMap((name) =>
      types.has(name) ? [] : [{ path: ["monitor", "features", name], problem: unknown }],
    ),
    ...groups.flatMap(({ by, edges }, i) => {
      const path = ["monitor", "groups", i];
      const type = types.get(by);
      if (type === undefined) return [{ path: [...path, "by"], problem: unknown }];
      return problemsOfEdges(type === "integer" || type === "number", edges).map((problem) => ({
        path: [...path, edges === undefined ? "by" : "edges"],
        problem,
      }));
    }),
  ];
};

const problemsOfEdges = (isNumber: boolean, edges: readonly number[] | undefined): string[] => {
  if (!isNumber)
    return edges === undefined
      ? []
      : ["are those of a number: leave them out, its names are groups"];
  if (edges === undefined) return ["is a number: write edges for its bands"];
  return edges.every((edge, i) => i === 0 || edges[i - 1]! < edge) ? [] : ["must rise"];
};
