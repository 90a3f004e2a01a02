import { numbersOf, oneOf, textsIn, wholeOf } from "../attributes.js";
import { readTrees } from "../given-trees.js";
import type { ClassName, GivenModel, Meaning } from "../meaning.js";
import { refuse } from "../not-compiled.js";
import type { Operator } from "../onnx-graph.js";
import { readTreeEnsemble } from "../tree-ensemble.js";
import { differenceOfTwo } from "../two-sums.js";
import { addConstant, rowsSums } from "../weighted-sums.js";
import { columnsOf, type Follow } from "./follow.js";

const classesOf = (operator: Operator): readonly ClassName[] => {
  const names = textsIn(operator, "classlabels_strings");
  const codes = ["classlabels_int64s", "classlabels_ints"].flatMap((name) =>
    numbersOf(operator, name),
  );
  return names.length > 0 ? names : codes;
};

const answers = (classes: readonly ClassName[], model: Omit<GivenModel, "classes">): Meaning[] => [
  { kind: "label", classes },
  { kind: "answers", model: { ...model, classes } },
];

const linearRegressor: Follow = (operator, [value], features) => {
  if (wholeOf(operator, "targets", 1) !== 1) refuse("answers several numbers");
  oneOf(operator, "post_transform", ["NONE"]);
  const { columns } = columnsOf(operator, value);
  const sums = rowsSums(columns, numbersOf(operator, "coefficients"), 1, features);
  const intercepts = numbersOf(operator, "intercepts");
  return [{ kind: "sums", sums: intercepts.length === 0 ? sums : addConstant(sums, intercepts) }];
};

const linearClassifier: Follow = (operator, [value], features) => {
  const { columns } = columnsOf(operator, value);
  const classes = classesOf(operator);
  const coefficients = numbersOf(operator, "coefficients");
  const given = rowsSums(columns, coefficients, classes.length, features);
  const sums = addConstant(given, numbersOf(operator, "intercepts"));
  const link = oneOf(operator, "post_transform", ["LOGISTIC", "SOFTMAX"]);
  if (link === "LOGISTIC" && classes.length !== 2) refuse("compares classes one against the rest");
  if (classes.length > 2) return answers(classes, { sums, link: "softmax" });
  return answers(classes, {
    sums: link === "SOFTMAX" ? differenceOfTwo(sums) : sums,
    link: "sigmoid",
  });
};

const treeRegressor: Follow = (operator, [value]) => {
  if (wholeOf(operator, "n_targets", 1) !== 1) refuse("answers several numbers");
  oneOf(operator, "post_transform", ["NONE"]);
  return [{ kind: "sums", sums: readTrees(operator, columnsOf(operator, value), "target", 1) }];
};

const treeClassifier: Follow = (operator, [value]) => {
  const classes = classesOf(operator);
  const transform = oneOf(operator, "post_transform", ["NONE", "LOGISTIC", "SOFTMAX"]);
  const single = classes.length === 2 && new Set(numbersOf(operator, "class_ids")).size === 1;
  const fits = { NONE: true, LOGISTIC: single, SOFTMAX: classes.length > 2 };
  if (!fits[transform])
    refuse(`has ${operator.name} of ${classes.length} classes with post_transform ${transform}`);
  const outputs = single ? 1 : classes.length;
  const sums = readTrees(operator, columnsOf(operator, value), "class", outputs);
  const links = { NONE: "identity", LOGISTIC: "sigmoid", SOFTMAX: "softmax" } as const;
  return answers(classes, { sums, link: links[transform] });
};

const treeEnsemble: Follow = (operator, [value]) => [
  { kind: "sums", sums: readTreeEnsemble(operator, columnsOf(operator, value)) },
];

/** Operators that are a model by themselves. */
export const MODEL_OPERATORS: Readonly<Record<string, Follow>> = {
  LinearRegressor: linearRegressor,
  LinearClassifier: linearClassifier,
  TreeEnsembleRegressor: treeRegressor,
  TreeEnsembleClassifier: treeClassifier,
  TreeEnsemble: treeEnsemble,
};
