import { CholeskyDecomposition, Matrix } from "ml-matrix";

import { NotConverged } from "../../errors.js";
import type { Sums } from "./sums.js";

/** What is minimised: the negative log-likelihood, scaled, plus ½ · ridge · the squares of all but the intercept. */
export interface Objective {
  readonly ridge: number;
  sums(beta: readonly number[], withHessian: boolean): Promise<Sums>;
}

/** Where Newton's method came to rest. */
export interface Optimum {
  readonly beta: readonly number[];
  /** At or very near `beta`, ridge included. */
  readonly hessian: readonly (readonly number[])[];
  /** Passes over the data. */
  readonly passes: number;
}

/** Where to start, and when to stop. */
export interface NewtonOptions {
  readonly start: readonly number[];
  /** Hessian to start with, of other data scaled to these; without it the first pass computes one. */
  readonly hessian?: readonly (readonly number[])[];
  /** Converged when no weight moves by more than this. */
  readonly tolerance: number;
  /** @throws `NOT_CONVERGED` beyond so many passes. */
  readonly maxPasses: number;
}

/**
 * Minimises by Newton's method with step halving. A pass with the Hessian costs several times one without, so the
 * last Hessian is kept as long as it serves: a new one is computed only when a step has not shrunk the gradient
 * tenfold.
 */
export const newton = async (objective: Objective, options: NewtonOptions): Promise<Optimum> => {
  const { ridge } = objective;
  const penalised = async (beta: readonly number[], withHessian: boolean): Promise<Sums> => {
    const { loss, gradient, hessian } = await objective.sums(beta, withHessian);
    const weight = (i: number) => (i === 0 ? 0 : ridge);
    return {
      loss: beta.reduce((sum, b, i) => sum + (weight(i) * b * b) / 2, loss),
      gradient: gradient.map((g, i) => g + weight(i) * beta[i]!),
      hessian: hessian?.map((row, i) => row.map((h, j) => (i === j ? h + weight(i) : h))),
    };
  };

  let beta = options.start;
  let hessian = options.hessian;
  let here = await penalised(beta, hessian === undefined);
  hessian = here.hessian ?? hessian!;
  for (let passes = 1; passes < options.maxPasses;) {
    const step = solve(hessian, here.gradient);
    if (step === undefined || !step.every(Number.isFinite)) break;
    let length = 1;
    let next = here;
    let moved = beta;
    do {
      moved = beta.map((b, i) => b - length * step[i]!);
      next = await penalised(moved, false);
      passes++;
      length /= 2;
    } while (!(next.loss <= here.loss + 1e-9 * Math.abs(here.loss)) && passes < options.maxPasses);
    const shrunk = norm(next.gradient) <= 0.1 * norm(here.gradient);
    beta = moved;
    here = next;
    if (Math.max(...step.map(Math.abs)) <= options.tolerance) return { beta, hessian, passes };
    if (!shrunk && passes < options.maxPasses) {
      here = await penalised(beta, true);
      hessian = here.hessian!;
      passes++;
    }
  }
  throw new NotConverged({ passes: options.maxPasses });
};

const norm = (vector: readonly number[]): number => Math.hypot(...vector);

const solve = (
  matrix: readonly (readonly number[])[],
  vector: readonly number[],
): number[] | undefined => {
  const cholesky = new CholeskyDecomposition(new Matrix(matrix.map((row) => [...row])));
  if (!cholesky.isPositiveDefinite()) return undefined;
  return cholesky.solve(Matrix.columnVector([...vector])).to1DArray();
};
