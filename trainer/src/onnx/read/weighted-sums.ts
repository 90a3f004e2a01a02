import type { Column, GivenWeights, NumberColumn, NumberOf, Term, WeightedSum } from "./meaning.js";
import { refuse } from "./not-compiled.js";

/** Weighted sums of columns by the rows of a matrix: one row for each sum. @param features how many the model has */
export const rowsSums = (
  columns: readonly Column[],
  weights: readonly number[],
  outputs: number,
  features: number,
): GivenWeights => {
  const width = columns.length;
  if (weights.length !== outputs * width)
    refuse(`has ${weights.length} weights for ${width} columns`);
  const taken: (NumberColumn | undefined)[] = Array.from({ length: features });
  for (const column of columns) {
    if (column.kind !== "number") continue;
    const { fill, clip } = taken[column.feature] ?? column;
    if (fill !== column.fill || clip !== column.clip) refuse("fills a feature in two ways");
    taken[column.feature] = column;
  }
  const sums = Array.from({ length: outputs }, (_, output) =>
    sumOf(columns, weights.slice(output * width, (output + 1) * width), features),
  );
  return { kind: "weights", sums, taken };
};

/** Weighted sums of columns by the columns of a matrix. */
export const matrixSums = (
  columns: readonly Column[],
  matrix: readonly number[],
  features: number,
): GivenWeights => {
  const outputs = matrix.length / columns.length;
  const turned = Array.from({ length: outputs }, (_, output) =>
    columns.map((_column, i) => matrix[i * outputs + output]!),
  );
  return rowsSums(columns, turned.flat(), outputs, features);
};

const sumOf = (
  columns: readonly Column[],
  weights: readonly number[],
  features: number,
): WeightedSum => {
  let intercept = 0;
  const terms: Term[] = Array.from({ length: features }, () => 0);
  columns.forEach((column, i) => {
    const weight = weights[i]!;
    if (column.kind === "names") refuse("multiplies the names of a category");
    else if (column.kind === "coded")
      terms[column.feature] = plus(terms[column.feature]!, (value) => weight * column.of(value));
    else {
      intercept += column.shift * weight;
      terms[column.feature] = plus(terms[column.feature]!, column.scale * weight);
    }
  });
  return { intercept, terms };
};

/** A sum of nothing but what a value of a category adds. */
export const sumOfCategory = (feature: number, of: NumberOf, features: number): WeightedSum => ({
  intercept: 0,
  terms: Array.from({ length: features }, (_, i) => (i === feature ? of : 0)),
});

const plus = (one: Term, other: Term): Term => {
  if (other === 0) return one;
  if (one === 0) return other;
  if (typeof one === "number" && typeof other === "number") return one + other;
  if (typeof one === "number" || typeof other === "number")
    return refuse("takes a category also as a number");
  return (value) => one(value) + other(value);
};

/** Adds sums, one for each output. */
export const addSums = (one: GivenWeights, other: GivenWeights): GivenWeights => {
  if (one.sums.length !== other.sums.length) refuse("adds sums of other outputs");
  const sums = one.sums.map(({ intercept, terms }, output) => ({
    intercept: intercept + other.sums[output]!.intercept,
    terms: terms.map((term, i) => plus(term, other.sums[output]!.terms[i]!)),
  }));
  const taken = one.taken.map((column, i) => column ?? other.taken[i]);
  return { kind: "weights", sums, taken };
};

/** Adds a number to each sum, or the same to all. */
export const addConstant = (given: GivenWeights, numbers: readonly number[]): GivenWeights =>
  eachSum(given, numbers, ({ intercept, terms }, number) => ({
    intercept: intercept + number,
    terms,
  }));

/** Multiplies each sum by a number, or all by the same. */
export const timesConstant = (given: GivenWeights, numbers: readonly number[]): GivenWeights =>
  eachSum(given, numbers, ({ intercept, terms }, number) => ({
    intercept: intercept * number,
    terms: terms.map((term) =>
      typeof term === "number" ? term * number : (value) => term(value) * number,
    ),
  }));

const eachSum = (
  given: GivenWeights,
  numbers: readonly number[],
  change: (sum: WeightedSum, number: number) => WeightedSum,
): GivenWeights => {
  const { length } = given.sums;
  if (numbers.length !== length && numbers.length !== 1) refuse("has intercepts of other outputs");
  const sums = given.sums.map((sum, i) => change(sum, numbers[numbers.length === 1 ? 0 : i]!));
  return { ...given, sums };
};
