import { inverse, Matrix } from "ml-matrix";

import type { Engine } from "../../engine/engine.js";
import { NotConverged } from "../../errors/errors.js";
import type { Coefficient } from "../coefficient.js";
import type { FeatureStatistics } from "../statistics.js";
import type { ObservationColumn, ObservationTable } from "../observation-table.js";
import { rawWeights } from "../raw-weights.js";
import { makeDesign, type ClassWeights } from "./design.js";
import { newton, type Objective, type Optimum } from "./newton.js";
import { sumsAt } from "./sums.js";

/** How a logistic regression is fitted. */
export interface LogisticOptions {
  readonly kind: "logistic";
  /** Penalty of ½ · ridge · w² on every standardised weight but the intercept; scikit-learn's C is its inverse. */
  readonly ridge: number;
  /** `balanced` weights the classes as if they were equally frequent; `none` keeps the probabilities calibrated. */
  readonly classWeights: "none" | "balanced";
}

/** A fitted logistic regression. */
export interface LogisticFit {
  /** Intercept, then one weight per feature, for raw values. */
  readonly weights: readonly number[];
  /** For standardised values, with standard errors from the inverse Hessian. */
  readonly coefficients: readonly Coefficient[];
  /** Passes over all observations. */
  readonly passes: number;
}

/** Observations to fit on. */
export interface FitData {
  readonly observations: ObservationTable;
  readonly rows: number;
  readonly positives: number;
  readonly statistics: readonly FeatureStatistics[];
}

const SAMPLE_ROWS = 50_000;
const MAX_PASSES = 25;

/**
 * Fits a logistic regression by Newton's method on sums that the engine computes. It starts on a sample, whose optimum
 * and Hessian are so close that a few gradients over all observations are enough.
 *
 * @throws `NOT_CONVERGED`
 */
export const fitLogistic = async (
  engine: Engine,
  data: FitData,
  options: LogisticOptions,
): Promise<LogisticFit> => {
  const optimum = await optimise(engine, data, options);
  const covariance = inverse(new Matrix(optimum.hessian.map((row) => [...row])));
  const coefficients = data.statistics.map(({ name }, i) => ({
    feature: name,
    estimate: optimum.beta[i + 1]!,
    standardError: Math.sqrt(covariance.get(i + 1, i + 1)),
  }));
  return {
    weights: rawWeights(optimum.beta, data.statistics),
    coefficients,
    passes: optimum.passes,
  };
};

const optimise = async (
  engine: Engine,
  data: FitData,
  options: LogisticOptions,
): Promise<Optimum> => {
  const { rows, positives, statistics } = data;
  const weights: ClassWeights =
    options.classWeights === "none"
      ? [1, 1]
      : [rows / (2 * (rows - positives)), rows / (2 * positives)];
  const objective = async (observations: ObservationTable, count: number, ridge: number) => {
    const design = await makeDesign(engine, { observations, rows: count }, statistics, weights);
    return {
      ridge,
      rounding: count * count * design.largestWeight * 2 ** -48,
      sums: (beta, withHessian) => sumsAt(engine, design, beta, withHessian),
    } satisfies Objective;
  };
  // The optimum of the intercept alone. Anywhere else the first step may go so far that every answer is 0 or 1.
  const [weight0, weight1] = weights;
  const start = [
    Math.log((weight1 * positives) / (weight0 * (rows - positives))),
    ...statistics.map(() => 0),
  ];
  const all = await objective(data.observations, rows, options.ridge);
  const directly = () => settle(all, start, 1e-8);
  const every = Math.floor(rows / SAMPLE_ROWS);
  if (every < 2) return directly();

  const some = await engine.table<ObservationColumn>(
    `SELECT * FROM ${data.observations.name} WHERE ${engine.dialect.spread("observation")} % ${every} = 0`,
  );
  const { count } = await engine.row<{ count: number }>(
    `SELECT count(*) AS count FROM ${some.name}`,
  );
  const share = count / rows;
  const sample = await objective(some, count, options.ridge * share);
  const near = await newton(sample, { start, tolerance: 1e-2, maxPasses: MAX_PASSES }).catch(
    (error: unknown) => {
      if (error instanceof NotConverged) return undefined;
      throw error;
    },
  );
  // A sample may lack a class or a rare value that all observations have.
  if (near === undefined) return directly();
  return newton(all, {
    start: near.beta,
    hessian: near.hessian.map((row) => row.map((h) => h / share)),
    tolerance: 1e-5,
    maxPasses: MAX_PASSES,
  });
};

/**
 * Starts again at the optimum, so that the Hessian is the one there. Standard errors come from it. It also shows when
 * weights have grown until rounding hid the gradient, as they do where a feature separates the classes.
 */
const settle = async (
  objective: Objective,
  start: readonly number[],
  tolerance: number,
): Promise<Optimum> => {
  const near = await newton(objective, { start, tolerance: 1e-4, maxPasses: MAX_PASSES });
  const there = await newton(objective, { start: near.beta, tolerance, maxPasses: MAX_PASSES });
  return { ...there, passes: near.passes + there.passes };
};
