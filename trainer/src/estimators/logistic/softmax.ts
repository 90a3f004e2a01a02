import { inverse, Matrix } from "ml-matrix";

import type { Engine } from "../../engine/engine.js";
import { NotConverged } from "../../errors/errors.js";
import type { Coefficient } from "../coefficient.js";
import type { ObservationTable } from "../observation-table.js";
import { rawWeights } from "../raw-weights.js";
import type { FeatureStatistics } from "../statistics.js";
import { classBasis } from "./class-basis.js";
import { classSumsAt, type ClassSums } from "./class-sums.js";
import { makeDesign } from "./design.js";
import type { LogisticOptions } from "./logistic.js";
import { optimise, type Problem } from "./optimise.js";
import type { Sums } from "./sums.js";

/** A fitted logistic regression of several classes. */
export interface SoftmaxFit {
  /** Of each class: intercept, then one weight per column, for raw values. Over the classes they add up to 0. */
  readonly weights: readonly (readonly number[])[];
  /** Of each class, for standardised values, with standard errors from the inverse Hessian. */
  readonly coefficients: readonly (readonly Coefficient[])[];
  /** Passes over all observations. */
  readonly passes: number;
}

/** Observations to fit on. */
export interface SoftmaxData {
  readonly observations: ObservationTable;
  /** How many observations each class has. */
  readonly counts: readonly number[];
  readonly statistics: readonly FeatureStatistics[];
}

/**
 * Fits a logistic regression of several classes by Newton's method: the probability of a class is proportional to the
 * exponential of its weighted sum. The ridge is on the weights of every class, as in scikit-learn's multinomial
 * LogisticRegression.
 *
 * @throws `NOT_CONVERGED`, also where a class has no observation
 */
export const fitSoftmax = async (
  engine: Engine,
  data: SoftmaxData,
  options: LogisticOptions,
): Promise<SoftmaxFit> => {
  const { counts, statistics } = data;
  if (counts.includes(0)) throw new NotConverged({ passes: 0 });
  const basis = classBasis(counts.length);
  const width = statistics.length + 1;
  const { beta, hessian, passes } = await optimise(engine, problemOf(engine, data, options, basis));
  const covariance = inverse(new Matrix(hessian.map((row) => [...row])));
  const weights = classWeightsOf(basis, beta, width);
  return {
    weights: weights.map((own) => rawWeights(own, statistics)),
    coefficients: weights.map((own, k) =>
      statistics.map(({ name }, i) => {
        const variance = basis[k]!.reduce(
          (sum, u, a) =>
            basis[k]!.reduce(
              (part, v, b) => part + u * v * covariance.get(a * width + i + 1, b * width + i + 1),
              sum,
            ),
          0,
        );
        return { feature: name, estimate: own[i + 1]!, standardError: Math.sqrt(variance) };
      }),
    ),
    passes,
  };
};

type Basis = ReturnType<typeof classBasis>;

const problemOf = (
  engine: Engine,
  { observations, counts, statistics }: SoftmaxData,
  { ridge, classWeights }: LogisticOptions,
  basis: Basis,
): Problem => {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const weights = counts.map((count) =>
    classWeights === "none" ? 1 : rows / (counts.length * count),
  );
  const width = statistics.length + 1;
  return {
    observations,
    rows,
    // The optimum of the intercepts alone.
    start: basis[0]!.flatMap((_, a) => [
      counts.reduce((sum, count, k) => sum + basis[k]![a]! * Math.log(weights[k]! * count), 0),
      ...statistics.map(() => 0),
    ]),
    objective: async (some, count, share) => {
      const design = await makeDesign(
        engine,
        { observations: some, rows: count },
        statistics,
        weights,
      );
      return {
        penalties: basis[0]!.flatMap(() => [0, ...statistics.map(() => ridge * share)]),
        rounding: design.rounding,
        sums: async (beta, withHessian) => {
          const own = classWeightsOf(basis, beta, width);
          return inBasis(basis, await classSumsAt(engine, design, own, withHessian), width);
        },
      };
    },
  };
};

/** The weights of each class, of weights in the basis: those of its first vector, then those of the next. */
const classWeightsOf = (basis: Basis, beta: readonly number[], width: number): number[][] =>
  basis.map((row) =>
    Array.from({ length: width }, (_, i) =>
      row.reduce((sum, u, a) => sum + u * beta[a * width + i]!, 0),
    ),
  );

/** The derivatives by the weights in the basis. */
const inBasis = (basis: Basis, { gradient, products }: ClassSums, width: number): Sums => {
  const size = basis[0]!.length * width;
  const along = Array.from({ length: size }, (_, at) => {
    const [a, i] = [Math.floor(at / width), at % width];
    return basis.reduce((sum, row, k) => sum + row[a]! * gradient[k * width + i]!, 0);
  });
  if (products === undefined) return { gradient: along, hessian: undefined };
  // A sum of p_k · p_l counts for both classes with their difference: Σ (u_k − u_l) · (v_k − v_l) · p_k · p_l.
  const hessian = Array.from({ length: size }, () => along.map(() => 0));
  let at = 0;
  basis.forEach((first, k) => {
    for (const second of basis.slice(k + 1)) {
      const apart = first.map((u, a) => u - second[a]!);
      for (let i = 0; i < width; i++)
        for (let j = i; j < width; j++, at++) addBlock(hessian, apart, products[at]!, i, j, width);
    }
  });
  return { gradient: along, hessian };
};

const addBlock = (
  hessian: number[][],
  apart: readonly number[],
  sum: number,
  i: number,
  j: number,
  width: number,
): void => {
  for (let a = 0; a < apart.length; a++)
    for (let b = 0; b < apart.length; b++) {
      const part = apart[a]! * apart[b]! * sum;
      hessian[a * width + i]![b * width + j]! += part;
      if (i !== j) hessian[a * width + j]![b * width + i]! += part;
    }
};
