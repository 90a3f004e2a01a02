import { CholeskyDecomposition, Matrix } from "ml-matrix";

/** Value, gradient and Hessian of a convex function at a point. */
export interface Curved {
  readonly value: number;
  readonly gradient: readonly number[];
  readonly hessian: readonly (readonly number[])[];
}

/** Describes a function at a point. */
type Describe = (at: readonly number[]) => Curved | Promise<Curved>;

const MOST_STEPS = 100;

/** Half steps are tried down to this share of the whole step. */
const LEAST_STEP = 2 ** -20;

/**
 * Finds the least value of a smooth convex function by Newton's method, with half steps where a whole one does not lower
 * it.
 *
 * @param at where to begin
 * @returns undefined where no least value is found
 */
export const minimise = async (
  describe: Describe,
  at: readonly number[],
): Promise<readonly number[] | undefined> => {
  let here = at;
  let { value, gradient, hessian } = await describe(here);
  for (let step = 0; step < MOST_STEPS; step++) {
    // What is added to the diagonal is far below any curvature that data give, and keeps a flat direction solvable.
    const curvature = new Matrix(
      hessian.map((row, i) => row.map((h, j) => (i === j ? h + 1e-12 : h))),
    );
    const cholesky = new CholeskyDecomposition(curvature);
    if (!cholesky.isPositiveDefinite()) return undefined;
    const move = cholesky.solve(Matrix.columnVector([...gradient])).to1DArray();
    const slope = gradient.reduce((sum, g, i) => sum + g * move[i]!, 0);
    if (!Number.isFinite(slope)) return undefined;
    // So near to the least value, a whole step comes nearer still, by less than a value can tell.
    if (slope <= 1e-12 * (1 + Math.abs(value))) return here.map((x, i) => x - move[i]!);
    const next = await shorter(describe, here, move, value);
    if (next === undefined) return here;
    [here, { value, gradient, hessian }] = next;
  }
  return undefined;
};

const shorter = async (
  describe: Describe,
  here: readonly number[],
  move: readonly number[],
  value: number,
): Promise<readonly [readonly number[], Curved] | undefined> => {
  for (let share = 1; share >= LEAST_STEP; share /= 2) {
    const there = here.map((x, i) => x - share * move[i]!);
    const found = await describe(there);
    if (found.value < value) return [there, found];
  }
  return undefined;
};
