import { numbersOf, oneOf, textsIn, wholeOf } from "./attributes.js";
import { readTrees } from "./given-trees.js";
import type { ClassName, Column, GivenModel, Meaning } from "./meaning.js";
import { refuse } from "./not-compiled.js";
import type { Constant, Operator } from "./onnx-graph.js";
import { addConstant, matrixSums, negativesOfEachOther, rowsSums } from "./weighted-sums.js";

/** What the results of an operator are, by what it takes. @throws NotCompiled */
type Follow = (operator: Operator, inputs: readonly Meaning[]) => readonly Meaning[];

const unexpected = ({ name }: Operator, meaning: Meaning | undefined): never =>
  refuse(`has ${name} of ${meaning?.kind ?? "nothing"}`);

/** Operators that leave what they take as it is: they change a type or a shape. */
const same: Follow = (operator, [value]) =>
  value === undefined || value.kind === "constant" ? unexpected(operator, value) : [value];

const columnsOf = (operator: Operator, meaning: Meaning | undefined) =>
  meaning?.kind === "columns" ? meaning : unexpected(operator, meaning);

const constantOf = (operator: Operator, meaning: Meaning | undefined): readonly number[] =>
  meaning?.kind === "constant" && meaning.constant.values.every((each) => typeof each === "number")
    ? meaning.constant.values
    : unexpected(operator, meaning);

const FLOAT = 1;

const DOUBLE = 11;

const cast: Follow = (operator, inputs) => {
  const [value] = inputs;
  if (value?.kind !== "columns") return same(operator, inputs);
  const to = wholeOf(operator, "to", 0);
  if (to !== FLOAT && to !== DOUBLE)
    return refuse("turns features into other than floats or doubles");
  return [{ ...value, isFloat: value.isFloat || to === FLOAT }];
};

const concat: Follow = (operator, inputs) => {
  const all = inputs.map((each) => columnsOf(operator, each));
  return [
    {
      kind: "columns",
      columns: all.flatMap(({ columns }) => columns),
      isFloat: all.some(({ isFloat }) => isFloat),
    },
  ];
};

/** Changes each column by a number of its own, or all by the same. */
const eachColumn = (
  operator: Operator,
  value: Meaning | undefined,
  numbers: readonly number[],
  change: (column: Column, number: number) => Column,
): readonly Meaning[] => {
  const given = columnsOf(operator, value);
  if (numbers.length !== 1 && numbers.length !== given.columns.length)
    refuse(`has ${operator.name} of ${numbers.length} numbers for ${given.columns.length} columns`);
  const columns = given.columns.map((each, i) =>
    change(each, numbers[numbers.length === 1 ? 0 : i]!),
  );
  return [{ ...given, columns }];
};

const plus = (column: Column, by: number): Column => ({ ...column, shift: column.shift + by });
const times = (column: Column, by: number): Column => ({
  ...column,
  scale: column.scale * by,
  shift: column.shift * by,
});

const imputer: Follow = (operator, [value]) => {
  if (!Number.isNaN(operator.attributes.get("replaced_value_float") ?? 0))
    refuse("fills other values than missing ones");
  const fills = numbersOf(operator, "imputed_value_floats");
  return eachColumn(operator, value, fills, (column, fill) =>
    column.scale === 1 && column.shift === 0 && column.fill === undefined
      ? { ...column, fill }
      : refuse("fills features that are scaled"),
  );
};

const scaler: Follow = (operator, [value]) => {
  const [moved] = eachColumn(operator, value, numbersOf(operator, "offset"), (column, by) =>
    plus(column, -by),
  );
  return eachColumn(operator, moved, numbersOf(operator, "scale"), times);
};

const subtract: Follow = (operator, [value, by]) =>
  eachColumn(operator, value, constantOf(operator, by), (column, number) => plus(column, -number));

const multiply: Follow = (operator, [value, by]) =>
  eachColumn(operator, value, constantOf(operator, by), times);

const add: Follow = (operator, [value, by]) => {
  const numbers = constantOf(operator, by);
  if (value?.kind === "sums") return [{ kind: "sums", sums: addConstant(value.sums, numbers) }];
  return eachColumn(operator, value, numbers, plus);
};

const divide: Follow = (operator, [value, by]) => {
  if (value?.kind !== "sigmoids")
    return eachColumn(operator, value, constantOf(operator, by), (column, number) =>
      times(column, 1 / number),
    );
  if (by?.kind !== "total") return unexpected(operator, by);
  if (!negativesOfEachOther(value.sums)) return refuse("compares classes one against the rest");
  return [answers({ sums: oneOfTwo(value.sums.weights, value.sums), link: "sigmoid" })];
};

const matmul: Follow = (operator, [value, by]) => {
  const { columns } = columnsOf(operator, value);
  const numbers = constantOf(operator, by);
  return [{ kind: "sums", sums: matrixSums(columns, numbers) }];
};

const answers = (model: Omit<GivenModel, "classes">): Meaning => ({
  kind: "answers",
  // Two operators name the classes: this one, and the one that looks up the label.
  model: { ...model, classes: undefined },
});

const oneOfTwo = (
  weights: readonly (readonly number[])[],
  { fills }: { readonly fills: readonly (number | undefined)[] },
): GivenModel["sums"] => ({ kind: "weights", weights: [weights[1]!], fills });

const sigmoid: Follow = (operator, [value]) =>
  value?.kind === "sums" && value.sums.weights.length === 2
    ? [{ kind: "sigmoids", sums: value.sums }]
    : unexpected(operator, value);

const absolute: Follow = (operator, [value]) =>
  value?.kind === "sigmoids" ? [value] : unexpected(operator, value);

const total: Follow = (operator, [value]) =>
  value?.kind === "sigmoids" ? [{ ...value, kind: "total" }] : unexpected(operator, value);

const softmax: Follow = (operator, [value]) =>
  value?.kind === "sums" && value.sums.weights.length > 2
    ? [answers({ sums: { kind: "weights", ...value.sums }, link: "softmax" })]
    : unexpected(operator, value);

const argmax: Follow = (operator, [value]) =>
  value?.kind === "sums" || value?.kind === "answers"
    ? [{ kind: "label", classes: undefined }]
    : unexpected(operator, value);

/** Looks up the names of classes. */
const lookUp: Follow = (operator, [names, label]) =>
  names?.kind === "constant" && label?.kind === "label"
    ? [{ kind: "label", classes: classesIn(names.constant) }]
    : unexpected(operator, label);

const classesIn = ({ values }: Constant): readonly ClassName[] => values;

const reshape: Follow = (operator, [value]) =>
  value?.kind === "sums" && value.sums.weights.length === 1
    ? [value]
    : value?.kind === "label" || value?.kind === "answers"
      ? [value]
      : unexpected(operator, value);

/** Probabilities add up to 1 already. */
const normalizer: Follow = (operator, [value]) =>
  value?.kind === "answers" && oneOf(operator, "norm", ["MAX", "L1", "L2"]) === "L1"
    ? [value]
    : unexpected(operator, value);

const classesOf = (operator: Operator): readonly ClassName[] => {
  const names = ["classlabels_strings"].flatMap((name) => textsIn(operator, name));
  const codes = ["classlabels_int64s", "classlabels_ints"].flatMap((name) =>
    numbersOf(operator, name),
  );
  return names.length > 0 ? names : codes;
};

const linearRegressor: Follow = (operator, [value]) => {
  if (wholeOf(operator, "targets", 1) !== 1) refuse("answers several numbers");
  oneOf(operator, "post_transform", ["NONE"]);
  const { columns } = columnsOf(operator, value);
  const sums = rowsSums(columns, numbersOf(operator, "coefficients"), 1);
  const intercepts = numbersOf(operator, "intercepts");
  return [{ kind: "sums", sums: intercepts.length === 0 ? sums : addConstant(sums, intercepts) }];
};

const linearClassifier: Follow = (operator, [value]) => {
  const { columns } = columnsOf(operator, value);
  const classes = classesOf(operator);
  const intercepts = numbersOf(operator, "intercepts");
  const given = rowsSums(columns, numbersOf(operator, "coefficients"), classes.length);
  const sums = addConstant(given, intercepts);
  const link = oneOf(operator, "post_transform", ["LOGISTIC", "SOFTMAX"]);
  const [zero, one] = sums.weights;
  if (link === "LOGISTIC" && (classes.length !== 2 || !negativesOfEachOther(sums)))
    refuse("compares classes one against the rest");
  const difference = [zero!, one!.map((weight, at) => weight - zero![at]!)];
  const model: GivenModel =
    classes.length > 2
      ? { sums: { kind: "weights", ...sums }, link: "softmax", classes }
      : {
          sums: oneOfTwo(link === "SOFTMAX" ? difference : sums.weights, sums),
          link: "sigmoid",
          classes,
        };
  return [
    { kind: "label", classes },
    { kind: "answers", model },
  ];
};

const treeRegressor: Follow = (operator, [value]) => {
  if (wholeOf(operator, "n_targets", 1) !== 1) refuse("answers several numbers");
  oneOf(operator, "post_transform", ["NONE"]);
  const sums = readTrees(operator, columnsOf(operator, value), "target", 1);
  return [{ kind: "answers", model: { sums, link: "identity", classes: undefined } }];
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
  return [
    { kind: "label", classes },
    { kind: "answers", model: { sums, link: links[transform], classes } },
  ];
};

/** Operators of one linear model or one tree ensemble, as converters write them. */
export const OPERATORS: Readonly<Record<string, Follow>> = {
  Identity: same,
  Cast: cast,
  ZipMap: same,
  Reshape: reshape,
  Normalizer: normalizer,
  Concat: concat,
  Imputer: imputer,
  Scaler: scaler,
  Sub: subtract,
  Add: add,
  Mul: multiply,
  Div: divide,
  MatMul: matmul,
  Sigmoid: sigmoid,
  Abs: absolute,
  ReduceSum: total,
  Softmax: softmax,
  ArgMax: argmax,
  ArrayFeatureExtractor: lookUp,
  LinearRegressor: linearRegressor,
  LinearClassifier: linearClassifier,
  TreeEnsembleRegressor: treeRegressor,
  TreeEnsembleClassifier: treeClassifier,
};
