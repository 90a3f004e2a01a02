import { numberOf, numbersOf, textsIn, wholeOf } from "../attributes.js";
import type { Column, Columns, Meaning } from "../meaning.js";
import { refuse } from "../not-compiled.js";
import type { Operator } from "../onnx-graph.js";
import { columnsOf, type Follow } from "./follow.js";

/** Changes each column by a number of its own, or all by the same. */
export const eachColumn = (
  { name }: Operator,
  { columns, isFloat }: Columns,
  numbers: readonly number[],
  change: (column: Column, number: number) => Column,
): readonly Meaning[] => {
  if (numbers.length !== 1 && numbers.length !== columns.length)
    refuse(`has ${name} of ${numbers.length} numbers for ${columns.length} columns`);
  const changed = columns.map((each, i) => change(each, numbers[numbers.length === 1 ? 0 : i]!));
  return [{ kind: "columns", columns: changed, isFloat }];
};

/** Changes the number that a column has for each value of a category. */
const eachCode = (column: Column, change: (number: number) => number): Column => {
  if (column.kind !== "coded") return refuse("computes with the names of a category");
  const { of } = column;
  return { ...column, of: (value) => change(of(value)) };
};

/** Adds a number. */
export const plus = (column: Column, by: number): Column =>
  column.kind === "number"
    ? { ...column, shift: column.shift + by }
    : eachCode(column, (number) => number + by);

/** Multiplies by a number. */
export const times = (column: Column, by: number): Column =>
  column.kind === "number"
    ? { ...column, scale: column.scale * by, shift: column.shift * by }
    : eachCode(column, (number) => number * by);

/** Replaces a missing value. */
export const filled = (column: Column, fill: number): Column => {
  if (column.kind !== "number")
    return eachCode(column, (number) => (Number.isNaN(number) ? fill : number));
  if (Number.isNaN(fill)) return column;
  return column.scale === 1 && column.shift === 0 && column.fill === undefined
    ? { ...column, fill }
    : refuse("fills features that are scaled");
};

const FLOAT = 1;
const DOUBLE = 11;
const WHOLES: ReadonlySet<number> = new Set([6, 7]);

/** Changes the type of columns. */
export const castColumns = (operator: Operator, { columns, isFloat }: Columns): Meaning => {
  const to = wholeOf(operator, "to", 0);
  if (WHOLES.has(to) && columns.every(({ kind }) => kind === "coded"))
    return {
      kind: "columns",
      columns: columns.map((column) => eachCode(column, Math.trunc)),
      isFloat,
    };
  if (to !== FLOAT && to !== DOUBLE)
    return refuse("turns features into other than floats or doubles");
  return { kind: "columns", columns, isFloat: isFloat || to === FLOAT };
};

/** Columns beside each other. */
export const concatColumns = (all: readonly Columns[]): Meaning => ({
  kind: "columns",
  columns: all.flatMap(({ columns }) => columns),
  isFloat: all.some(({ isFloat }) => isFloat),
});

const imputer: Follow = (operator, [value]) => {
  if (!Number.isNaN(operator.attributes.get("replaced_value_float") ?? 0))
    refuse("fills other values than missing ones");
  const fills = numbersOf(operator, "imputed_value_floats");
  return eachColumn(operator, columnsOf(operator, value), fills, filled);
};

const scaler: Follow = (operator, [value]) => {
  const given = columnsOf(operator, value);
  const [moved] = eachColumn(operator, given, numbersOf(operator, "offset"), (column, by) =>
    plus(column, -by),
  );
  return eachColumn(operator, columnsOf(operator, moved), numbersOf(operator, "scale"), times);
};

const split: Follow = (operator, [value]) => {
  const { columns, isFloat } = columnsOf(operator, value);
  if (operator.outputs.length !== columns.length) refuse("splits features into groups");
  return columns.map((column) => ({ kind: "columns", columns: [column], isFloat }));
};

/** A column for each name of a category: 1 where a row has it. */
const oneHotEncoder: Follow = (operator, [value]) => {
  const names = textsIn(operator, "cats_strings");
  const columns = columnsOf(operator, value).columns.flatMap((column) => {
    if (names.length === 0 || column.kind !== "names")
      return refuse("has OneHotEncoder of numbers");
    return names.map((name): Column => ({
      kind: "coded",
      feature: column.feature,
      of: (given) => Number(given.name === name),
    }));
  });
  return [{ kind: "columns", columns, isFloat: false }];
};

/** A number for each name of a category. Of numbers, it may only tell which of them a row may have. */
const labelEncoder: Follow = (operator, [value]) => {
  const given = columnsOf(operator, value);
  const [first, ...rest] = given.columns;
  const numbers = ["tensor", "int64s", "floats"].flatMap((of) =>
    numbersOf(operator, `values_${of}`),
  );
  if (first?.kind === "number" && rest.length === 0) {
    const keys = numbersOf(operator, "keys_tensor");
    const same = keys.length > 0 && keys.every((key, i) => Object.is(key, numbers[i]));
    return same ? [{ ...given, kind: "columns" }] : refuse("has LabelEncoder of numbers");
  }
  if (first?.kind !== "names" || rest.length > 0) return refuse("has LabelEncoder of numbers");
  const names = ["tensor", "strings"].flatMap((of) => textsIn(operator, `keys_${of}`));
  if (names.length === 0 || names.length !== numbers.length)
    refuse("has LabelEncoder of other than numbers for names");
  const known = new Map(names.map((name, i) => [name, numbers[i]!]));
  const [inTensor] = numbersOf(operator, "default_tensor");
  const isWhole = numbersOf(operator, "values_int64s").length > 0;
  const others =
    inTensor ??
    numberOf(operator, isWhole ? "default_int64" : "default_float") ??
    (isWhole ? -1 : 0);
  const column: Column = {
    ...{ kind: "coded", feature: first.feature },
    of: ({ name }) => known.get(name!) ?? others,
  };
  return [{ kind: "columns", columns: [column], isFloat: given.isFloat }];
};

/** Operators that make columns of columns. */
export const COLUMN_OPERATORS: Readonly<Record<string, Follow>> = {
  Imputer: imputer,
  Scaler: scaler,
  Split: split,
  OneHotEncoder: oneHotEncoder,
  LabelEncoder: labelEncoder,
};
