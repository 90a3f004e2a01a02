import { MAX_CLASSES } from "@despliega/storage";

import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";

/** Classes must be those of a classification, and the words for two must come together. */
export const checkClasses = ({
  task,
  classes,
  words,
}: ModelDefinition): readonly FieldProblem[] => {
  if (task === "regression")
    return classes === undefined
      ? []
      : [{ path: ["classes"], problem: "are those of a classification: leave them out" }];
  return [...checkNames(classes), ...checkWords(words, classes)];
};

const checkNames = (classes: ModelDefinition["classes"]): readonly FieldProblem[] => {
  if (classes === undefined) return [];
  if (classes.length < 2 || classes.length > MAX_CLASSES)
    return [
      {
        path: ["classes"],
        problem: `are ${classes.length}, and a classification has from 2 to ${MAX_CLASSES}: ${classes.length < 2 ? "list every one" : "group the rare ones in features.sql"}`,
      },
    ];
  return classes.flatMap((name, at) =>
    classes.indexOf(name) < at
      ? [{ path: ["classes", at], problem: "is a class before it: leave one of them" }]
      : [],
  );
};

const TWO = ["positive", "negative"] as const;

const checkWords = (
  words: Extract<ModelDefinition, { readonly task: "classification" }>["words"],
  classes: ModelDefinition["classes"],
): readonly FieldProblem[] => {
  const given = TWO.filter((word) => words[word] !== undefined);
  if (given.length === 1) {
    const absent = TWO.find((word) => words[word] === undefined)!;
    return [
      {
        path: ["words", absent],
        problem: "is missing: words for two classes are positive and negative",
      },
    ];
  }
  if (given.length === 0 || classes === undefined || classes.length === 2) return [];
  return given.map((word) => ({
    path: ["words", word],
    problem: `is a word for one of two classes, and there are ${classes.length}: leave it out`,
  }));
};
