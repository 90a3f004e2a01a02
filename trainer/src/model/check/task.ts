import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";

const WORDS = {
  classification: ["positive", "negative"],
  regression: ["target", "unit"],
} as const;

/** The words and the interval must be those of the task. */
export const checkTask = (model: ModelDefinition): readonly FieldProblem[] => {
  const { task, interval } = model;
  const words = model.words as unknown as Readonly<Record<string, string>>;
  const other = task === "classification" ? "regression" : "classification";
  const problems: FieldProblem[] =
    task === "classification"
      ? []
      : WORDS[task]
          .filter((word) => words[word] === undefined)
          .map((word) => ({
            path: ["words", word],
            problem: `is missing: a ${task} has the words ${WORDS[task].join(" and ")}`,
          }));
  for (const word of WORDS[other])
    if (words[word] !== undefined)
      problems.push({
        path: ["words", word],
        problem: `is a word of a ${other}: write ${WORDS[task].join(" and ")}`,
      });
  if (interval !== undefined && task === "classification")
    problems.push({ path: ["interval"], problem: "is for a regression: leave it out" });
  return problems;
};
