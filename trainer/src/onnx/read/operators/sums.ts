import { wholeOf } from "../attributes.js";
import type { GivenSums, GivenWeights, Meaning } from "../meaning.js";
import { refuse } from "../not-compiled.js";
import type { Operator } from "../onnx-graph.js";
import {
  addConstant,
  addSums,
  matrixSums,
  rowsSums,
  sumOfCategory,
  timesConstant,
} from "../weighted-sums.js";
import { eachColumn, plus, times } from "./columns.js";
import {
  columnsOf,
  constantNumbers,
  constantOf,
  sumsOf,
  unexpected,
  weightsOf,
  type Follow,
} from "./follow.js";
import { divideLinks, isOne, oneLess } from "./links.js";

const sums = (of: GivenSums): readonly Meaning[] => [{ kind: "sums", sums: of }];

const add: Follow = (operator, [one, other]) => {
  const [value, by] = one?.kind === "constant" ? [other, one] : [one, other];
  if (value?.kind === "sums" && by?.kind === "sums")
    return sums(addSums(weightsOf(operator, value), weightsOf(operator, by)));
  const numbers = constantNumbers(operator, by);
  if (value?.kind === "odds" && isOne(numbers)) return [{ ...value, kind: "one plus odds" }];
  if (value?.kind === "sums") return sums(addConstant(weightsOf(operator, value), numbers));
  return eachColumn(operator, columnsOf(operator, value), numbers, plus);
};

const subtract: Follow = (operator, [value, by]) => {
  if (value?.kind === "constant") return oneLess(operator, constantNumbers(operator, value), by);
  if (value?.kind === "sums" && by?.kind === "largest" && by.sums === value.sums)
    return [{ kind: "less the largest", sums: value.sums }];
  const numbers = constantNumbers(operator, by);
  return eachColumn(operator, columnsOf(operator, value), numbers, (column, number) =>
    plus(column, -number),
  );
};

const multiply: Follow = (operator, [value, by], features) => {
  const numbers = constantNumbers(operator, by);
  if (value?.kind === "sums") return sums(timesConstant(weightsOf(operator, value), numbers));
  const given = columnsOf(operator, value);
  const isMatrix = constantOf(operator, by).shape.length === 2 && given.columns.length === 1;
  return isMatrix
    ? sums(rowsSums(given.columns, numbers, numbers.length, features))
    : eachColumn(operator, given, numbers, times);
};

const divide: Follow = (operator, [value, by]) => {
  if (by?.kind !== "constant") return divideLinks(operator, value, by);
  const numbers = constantNumbers(operator, by);
  if (value?.kind === "columns")
    return eachColumn(operator, value, numbers, (column, number) => times(column, 1 / number));
  const given = sumsOf(operator, value);
  if (given.kind === "weights" || numbers.length !== 1) return unexpected(operator, value);
  return sums({ ...given, share: (given.share ?? 1) * numbers[0]! });
};

const matmul: Follow = (operator, [value, by], features) => {
  // What answers cost: a release has costs of its own.
  if (value?.kind === "answers" || value?.kind === "sums")
    return [{ kind: "label", classes: undefined }];
  const { columns } = columnsOf(operator, value);
  return sums(matrixSums(columns, constantNumbers(operator, by), features));
};

/** Takes some of the columns, the weights of a category's value, or the name of a class. */
const gather: Follow = (operator, [value, by], features) => {
  if (value?.kind === "constant" && by?.kind === "label")
    return [{ kind: "label", classes: value.constant.values }];
  if (value?.kind === "constant") return sums(gatherWeights(operator, value, by, features));
  const { columns, isFloat } = columnsOf(operator, value);
  if (!COLUMN_AXES.has(wholeOf(operator, "axis", 0))) refuse("takes some of the rows");
  const taken = constantNumbers(operator, by).map(
    (at) => columns[at] ?? unexpected(operator, value),
  );
  return [{ kind: "columns", columns: taken, isFloat }];
};

const COLUMN_AXES: ReadonlySet<number> = new Set([1, -1]);

const gatherWeights = (
  operator: Operator,
  value: Meaning,
  by: Meaning | undefined,
  features: number,
): GivenWeights => {
  const [column, ...rest] = columnsOf(operator, by).columns;
  if (column?.kind !== "coded" || rest.length > 0) return unexpected(operator, by);
  const weights = constantNumbers(operator, value);
  const [codes = 0, outputs = 1] = constantOf(operator, value).shape;
  if (codes * outputs !== weights.length) return unexpected(operator, value);
  return {
    kind: "weights",
    sums: Array.from({ length: outputs }, (_, output) =>
      sumOfCategory(
        column.feature,
        (given) => weights[column.of(given) * outputs + output] ?? NaN,
        features,
      ),
    ),
    taken: Array.from({ length: features }),
  };
};

/** Operators of arithmetic, and those that take some of several values. */
export const SUM_OPERATORS: Readonly<Record<string, Follow>> = {
  Add: add,
  Sub: subtract,
  Mul: multiply,
  Div: divide,
  MatMul: matmul,
  Gather: gather,
};
