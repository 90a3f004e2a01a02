import { CholeskyDecomposition, Matrix } from "ml-matrix";

import { NotConverged } from "../../errors/errors.js";
import type { Sums } from "./sums.js";

/** What is minimised: the negative log-likelihood plus ½ · penalty · weight² for each weight. */
export interface Objective {
  readonly penalties: readonly number[];
  /** How much rounding may hide in a sum. Where the Hessian is no larger, it says nothing about that direction. */
  readonly rounding: number;
  /** By weight: where the gradient is no larger, it is rounding, and no step can shrink it. */
  readonly noise: readonly number[];
  readonly sums: (beta: readonly number[], withHessian: boolean) => Promise<Sums>;
  /** The sum over the units of the products of their scores. Undefined where the Hessian says how the weights spread. */
  readonly scoreProducts?: ((beta: readonly number[]) => Promise<number[][]>) | undefined;
}

/** Where Newton's method converged. */
export interface Optimum {
  readonly beta: readonly number[];
  /** At or very near `beta`, penalties included. */
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
  /** @throws `NOT_CONVERGED` after more passes. */
  readonly maxPasses: number;
}

/**
 * Where the gradient is rounding, a longer step is one along which nothing bends: weights grow without end, as they do where
 * a feature separates the classes.
 */
const NOISE_STEP = 1e-4;

/**
 * Minimises by Newton's method. A step that does not shrink the gradient is halved. A pass with the Hessian costs
 * several times as much as one without, so the last Hessian is kept as long as every step shrinks the gradient tenfold,
 * and steps follow what the gradients since then show of it. It ends when no weight moves any more, or when the gradient is rounding.
 */
export const newton = async (objective: Objective, options: NewtonOptions): Promise<Optimum> => {
  let passes = 0;
  const at = async (beta: readonly number[], withHessian: boolean) => {
    if (passes === options.maxPasses) throw new NotConverged({ passes });
    passes++;
    return penalised(beta, objective.penalties, await objective.sums(beta, withHessian));
  };

  let beta = options.start;
  let slow = options.hessian === undefined;
  let here = await at(beta, slow);
  let hessian = here.hessian ?? options.hessian!;
  let bent = hessian;
  for (;;) {
    let step = solve(bent, here.gradient, objective.rounding);
    if (step === undefined) throw new NotConverged({ passes });
    if (largest(step) <= options.tolerance) return { beta: minus(beta, step), hessian, passes };
    if (isNoise(here.gradient, objective.noise)) {
      if (largest(step) > NOISE_STEP) throw new NotConverged({ passes });
      return { beta, hessian, passes };
    }

    let next = await at(minus(beta, step), slow);
    if (!shrinks(next.gradient, here.gradient) && here.hessian === undefined) {
      // The Hessian of another place may be what misled the step.
      here = await at(beta, true);
      bent = hessian = here.hessian!;
      slow = true;
      continue;
    }
    while (!shrinks(next.gradient, here.gradient)) {
      step = step.map((s) => s / 2);
      next = await at(minus(beta, step), slow);
    }
    slow = norm(next.gradient) > 0.1 * norm(here.gradient);
    beta = minus(beta, step);
    bent = next.hessian ?? bentBy(bent, step, minus(here.gradient, next.gradient));
    here = next;
    hessian = here.hessian ?? hessian;
  }
};

/**
 * The Hessian with what one step shows of it, by the formula of Broyden, Fletcher, Goldfarb and Shanno (Nocedal and Wright,
 * "Numerical Optimization", 2006, equation 6.19). It stays positive definite.
 *
 * @param step and what the gradient lost along it
 */
const bentBy = (
  hessian: readonly (readonly number[])[],
  step: readonly number[],
  lost: readonly number[],
): readonly (readonly number[])[] => {
  const expected = hessian.map((row) => dot(row, step));
  const [along, seen] = [dot(step, expected), dot(step, lost)];
  if (!(along > 0 && seen > 0)) return hessian;
  return hessian.map((row, i) =>
    row.map((h, j) => h - (expected[i]! * expected[j]!) / along + (lost[i]! * lost[j]!) / seen),
  );
};

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0);

const shrinks = (gradient: readonly number[], earlier: readonly number[]): boolean =>
  norm(gradient) < norm(earlier);

const isNoise = (gradient: readonly number[], noise: readonly number[]): boolean =>
  gradient.every((g, i) => Math.abs(g) <= noise[i]!);

/** Sums with the penalties. */
export const penalised = (
  beta: readonly number[],
  penalties: readonly number[],
  { gradient, hessian }: Sums,
): Sums => ({
  gradient: gradient.map((g, i) => g + penalties[i]! * beta[i]!),
  hessian: hessian?.map((row, i) => row.map((h, j) => (i === j ? h + penalties[i]! : h))),
});

const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((x, i) => x - b[i]!);

const largest = (vector: readonly number[]): number => Math.max(...vector.map(Math.abs));

const norm = (vector: readonly number[]): number => Math.hypot(...vector);

const solve = (
  matrix: readonly (readonly number[])[],
  vector: readonly number[],
  rounding: number,
): number[] | undefined => {
  const cholesky = new CholeskyDecomposition(new Matrix(matrix.map((row) => [...row])));
  const pivots = cholesky.lowerTriangularMatrix.diagonal().map((root) => root ** 2);
  if (!cholesky.isPositiveDefinite() || Math.min(...pivots) <= rounding) return undefined;
  const solution = cholesky.solve(Matrix.columnVector([...vector])).to1DArray();
  return solution.every(Number.isFinite) ? solution : undefined;
};
