import { MOST_CELLS, propertyName } from "@despliega/storage";

import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";
import { repeated } from "./repeated.js";

type Serving = Extract<ModelDefinition["serving"], { readonly by: "key" }>;

/** Tables are for features that other services may read, and have limits of their own. */
export const checkPublish = (
  { privacy, features, columns }: ModelDefinition,
  { keys, publish }: Serving,
): readonly FieldProblem[] => {
  if (publish === undefined) return [];
  const path = ["serving", "publish"];
  const problem = (text: string): FieldProblem => ({ path, problem: text });
  const problems: FieldProblem[] = [];
  if (privacy === "sensitive")
    problems.push(problem("is for open models: features of people stay in their release"));
  const names = features.map(({ name }) => name);
  const { observation, entity, label } = columns;
  const tables = [
    [...keys.map(({ name }) => name), ...names],
    ...(publish.train === true
      ? [[observation, entity, "observed_at", label, ...names].flat()]
      : []),
  ];
  if (tables.some(({ length }) => length > MOST_CELLS))
    problems.push(problem(`takes ${MOST_CELLS} columns at most, keys and labels counted`));
  for (const table of tables) {
    const twice = repeated(table);
    const at = repeated(table.map(propertyName)).find((place) => !twice.includes(place));
    if (at !== undefined)
      problems.push(
        problem(`has ${table[at]!} and another column by one name: rename one of them`),
      );
  }
  return problems;
};
