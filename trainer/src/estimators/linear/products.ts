import type { Engine } from "../../engine/engine.js";
import { exactSum, roundingShift } from "../../engine/exact-sum.js";
import type { Relation } from "../../engine/relation.js";
import { double } from "../../engine/sql.js";
import { roundedProduct } from "../column-loops.js";
import { WIDE } from "../wide.js";

/** A column whose products are summed. */
export interface Factor {
  readonly sql: string;
  /** At least its largest absolute value. */
  readonly bound: number;
}

/** The column of ones of an intercept. */
export const CONSTANT: Factor = { sql: double(1), bound: 1 };

/**
 * Sums the product of every two columns, and of each with itself, over the rows of a relation. Each sum has the same bits
 * in any order of the rows, and wherever they are added.
 *
 * @returns a symmetric matrix
 */
export const sumProducts = async (
  engine: Engine,
  relation: Relation,
  factors: readonly Factor[],
  rows: number,
): Promise<number[][]> => {
  const pairs = factors.flatMap((a, i) =>
    factors.slice(i).map((b, k) => ({ i, j: i + k, bound: rows * a.bound * b.bound })),
  );
  const add = factors.length > WIDE ? addInProcess : addInEngine;
  const sums = await add(engine, relation, factors, pairs);
  const matrix = factors.map(() => factors.map(() => 0));
  pairs.forEach(({ i, j }, at) => {
    matrix[i]![j] = matrix[j]![i] = sums[at]!;
  });
  return matrix;
};

type AddProducts = (
  engine: Engine,
  relation: Relation,
  factors: readonly Factor[],
  pairs: readonly { readonly i: number; readonly j: number; readonly bound: number }[],
) => Promise<ArrayLike<number>>;

const addInEngine: AddProducts = async (engine, { name }, factors, pairs) => {
  const productOf = (a: Factor, b: Factor): string =>
    a === CONSTANT ? b.sql : `${a.sql} * ${b.sql}`;
  const sums = pairs.map(
    ({ i, j, bound }, at) => `${exactSum(productOf(factors[i]!, factors[j]!), bound)} AS s${at}`,
  );
  const row = await engine.row<Record<string, number>>(`SELECT ${sums.join()} FROM ${name}`);
  return pairs.map((_, at) => row[`s${at}`]!);
};

const addInProcess: AddProducts = async (engine, { name }, factors, pairs) => {
  const shifts = pairs.map(({ bound }) => roundingShift(bound));
  const sums = new Float64Array(pairs.length);
  const columns = factors.map(({ sql }, i) => `${sql} AS f${i}`);
  for await (const batch of engine.stream(`SELECT ${columns.join()} FROM ${name}`)) {
    const values = batch.columns.map((column) => column.values as Float64Array);
    pairs.forEach(({ i, j }, at) => {
      sums[at]! += roundedProduct(values[i]!, values[j]!, batch.rows, shifts[at]!);
    });
  }
  return sums;
};
