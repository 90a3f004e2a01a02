import type { Column, WeightedSums } from "./meaning.js";
import { refuse } from "./not-compiled.js";

/** Weighted sums of columns by the rows of a matrix: one row for each sum. */
export const rowsSums = (
  columns: readonly Column[],
  weights: readonly number[],
  outputs: number,
): WeightedSums => {
  const width = columns.length;
  if (weights.length !== outputs * width)
    refuse(`has ${weights.length} weights for ${width} columns`);
  const own = Array.from({ length: outputs }, (_, output) =>
    sumOf(columns, weights.slice(output * width, (output + 1) * width)),
  );
  const fills: (number | undefined)[] = columns.map(() => undefined);
  for (const { feature, fill } of columns) fills[feature] = fill;
  return { weights: own, fills };
};

/** Weighted sums of columns by the columns of a matrix. */
export const matrixSums = (columns: readonly Column[], matrix: readonly number[]): WeightedSums => {
  const outputs = matrix.length / columns.length;
  const turned = Array.from({ length: outputs }, (_, output) =>
    columns.map((_column, i) => matrix[i * outputs + output]!),
  );
  return rowsSums(columns, turned.flat(), outputs);
};

const sumOf = (columns: readonly Column[], weights: readonly number[]): readonly number[] => {
  const sum = [0, ...columns.map(() => 0)];
  columns.forEach(({ feature, scale, shift }, i) => {
    sum[0] = sum[0]! + shift * weights[i]!;
    sum[feature + 1] = sum[feature + 1]! + scale * weights[i]!;
  });
  return sum;
};

/** Adds a number to each sum, or the same to all. */
export const addConstant = (
  { weights, fills }: WeightedSums,
  numbers: readonly number[],
): WeightedSums => {
  if (numbers.length !== weights.length) refuse("has intercepts of other outputs");
  const moved = weights.map(([intercept, ...rest], i) => [intercept! + numbers[i]!, ...rest]);
  return { weights: moved, fills };
};

/** Whether two sums always add up to 0, so that the sigmoids of both add up to 1. */
export const negativesOfEachOther = ({ weights: [zero, one] }: WeightedSums): boolean =>
  zero!.every((weight, at) => Math.abs(weight + one![at]!) <= 1e-6 * Math.abs(weight));
