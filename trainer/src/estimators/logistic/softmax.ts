import type { Matrix } from "ml-matrix";

import type { Engine } from "../../engine/engine.js";
import { NotConverged } from "../../errors/errors.js";
import type { Coefficient, ErrorSource } from "../coefficient.js";
import type { ObservationTable } from "../observation-table.js";
import { rawWeights } from "../raw-weights.js";
import type { FeatureStatistics } from "../statistics.js";
import { classBasis, classWeightsOf, inBasis, type Basis } from "./class-basis.js";
import { classScoreProductsAt } from "./class-score-products.js";
import { classSumsAt } from "./class-sums.js";
import { makeDesign } from "./design.js";
import type { LogisticOptions } from "./logistic.js";
import { optimise, type Problem } from "./optimise.js";
import { errorSource, unitsOf, type Units } from "./units.js";

/** A fitted logistic regression of several classes. */
export interface SoftmaxFit {
  /** Of each class: intercept, then one weight per column, for raw values. Over the classes they add up to 0. */
  readonly weights: readonly (readonly number[])[];
  /** Of each class, for standardised values; none of a class without rows. */
  readonly coefficients: readonly (readonly Coefficient[])[];
  readonly errors: ErrorSource;
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
 * A class without an observation gets no weight but an intercept. Of the other sums, which add up to 0, one is at least 0,
 * so the probability of that class is nowhere above that of half an observation.
 *
 * @throws `NOT_CONVERGED`, also where only one class has observations
 */
export const fitSoftmax = async (
  engine: Engine,
  data: SoftmaxData,
  options: LogisticOptions,
): Promise<SoftmaxFit> => {
  const { counts, statistics } = data;
  const present = counts.flatMap((count, k) => (count > 0 ? [k] : []));
  if (present.length < 2) throw new NotConverged({ passes: 0 });
  const basis = classBasis(present.length);
  const width = statistics.length + 1;
  const units = await unitsOf(engine, data.observations);
  const errors = errorSource(options.classWeights, units);
  const scores = errors === "curvature" ? undefined : units;
  const problem = problemOf(engine, data, options, basis, scores);
  const { beta, covariance, passes } = await optimise(engine, problem);
  const fitted = classWeightsOf(basis, beta, width);
  const placeOf = new Map(present.map((label, place) => [label, place]));
  const absent = [Math.log(0.5 / problem.rows), ...statistics.map(() => 0)];
  return {
    weights: counts.map((_, label) => {
      const place = placeOf.get(label);
      return place === undefined ? absent : rawWeights(fitted[place]!, statistics);
    }),
    coefficients: counts.map((_, label) => {
      const place = placeOf.get(label);
      if (place === undefined) return [];
      return statistics.map(({ name }, i) => ({
        feature: name,
        estimate: fitted[place]![i + 1]!,
        standardError: Math.sqrt(varianceOf(covariance, basis[place]!, i + 1, width)),
      }));
    }),
    errors,
    passes,
  };
};

/** The variance of a class's weight, of the covariance of the weights in the basis. */
const varianceOf = (
  covariance: Matrix,
  row: readonly number[],
  column: number,
  width: number,
): number => {
  let sum = 0;
  row.forEach((u, a) =>
    row.forEach((v, b) => (sum += u * v * covariance.get(a * width + column, b * width + column))),
  );
  return sum;
};

const problemOf = (
  engine: Engine,
  { observations, counts, statistics }: SoftmaxData,
  { ridge, classWeights }: LogisticOptions,
  basis: Basis,
  units: Units | undefined,
): Problem => {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const present = counts.flatMap((count, label) => (count > 0 ? [{ label, count }] : []));
  const classes = present.map(({ label, count }) => ({
    label,
    count,
    weight: classWeights !== "balanced" ? 1 : rows / (present.length * count),
  }));
  const width = statistics.length + 1;
  return {
    observations,
    rows,
    // The optimum of the intercepts alone.
    start: basis[0]!.flatMap((_, a) => [
      classes.reduce(
        (sum, { count, weight }, k) => sum + basis[k]![a]! * Math.log(weight * count),
        0,
      ),
      ...statistics.map(() => 0),
    ]),
    objective: async (some, count, share) => {
      const design = await makeDesign(
        engine,
        { observations: some, rows: count },
        statistics,
        classes,
      );
      return {
        penalties: basis[0]!.flatMap(() => [0, ...statistics.map(() => ridge * share)]),
        rounding: design.rounding,
        noise: basis[0]!.flatMap(() => design.noise),
        sums: async (beta, withHessian) => {
          const own = classWeightsOf(basis, beta, width);
          return inBasis(basis, await classSumsAt(engine, design, own, withHessian), width);
        },
        scoreProducts:
          units && ((beta) => classScoreProductsAt(engine, design, basis, beta, units)),
      };
    },
  };
};
