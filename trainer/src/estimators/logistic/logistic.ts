import type { Engine } from "../../engine/engine.js";
import type { Coefficient, ErrorSource } from "../coefficient.js";
import type { FeatureStatistics } from "../statistics.js";
import type { ObservationTable } from "../observation-table.js";
import { rawWeights } from "../raw-weights.js";
import { makeDesign } from "./design.js";
import { optimise, type Problem } from "./optimise.js";
import { scoreProductsAt } from "./score-products.js";
import { sumsAt } from "./sums.js";
import { errorSource, unitsOf, type Units } from "./units.js";

/** How a logistic regression is fitted. */
export interface LogisticOptions {
  readonly kind: "logistic";
  /** Penalty of ½ · ridge · w² on every standardised weight but the intercept; scikit-learn's C is its inverse. */
  readonly ridge: number;
  /** `balanced` weights the classes as if they were equally frequent; `none` keeps the probabilities calibrated. */
  readonly classWeights?: "none" | "balanced";
}

/** A fitted logistic regression of two classes. */
export interface LogisticFit {
  /** Intercept, then one weight per feature, for raw values. */
  readonly weights: readonly number[];
  /** For standardised values. */
  readonly coefficients: readonly Coefficient[];
  readonly errors: ErrorSource;
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

/**
 * Fits a logistic regression of two classes by Newton's method on sums that the engine computes. It starts on a sample, whose optimum
 * and Hessian are so close that a few gradients over all observations are enough.
 *
 * @throws `NOT_CONVERGED`
 */
export const fitLogistic = async (
  engine: Engine,
  data: FitData,
  options: LogisticOptions,
): Promise<LogisticFit> => {
  const units = await unitsOf(engine, data.observations);
  const errors = errorSource(options.classWeights, units);
  const scores = errors === "curvature" ? undefined : units;
  const problem = problemOf(engine, data, options, scores);
  const { beta, covariance, passes } = await optimise(engine, problem);
  const coefficients = data.statistics.map(({ name }, i) => ({
    feature: name,
    estimate: beta[i + 1]!,
    standardError: Math.sqrt(covariance.get(i + 1, i + 1)),
  }));
  return { weights: rawWeights(beta, data.statistics), coefficients, errors, passes };
};

const problemOf = (
  engine: Engine,
  { observations, rows, positives, statistics }: FitData,
  { ridge, classWeights }: LogisticOptions,
  units: Units | undefined,
): Problem => {
  const [weight0, weight1] =
    classWeights !== "balanced"
      ? [1, 1]
      : [rows / (2 * (rows - positives)), rows / (2 * positives)];
  return {
    observations,
    rows,
    // The optimum of the intercept alone. Anywhere else the first step may go so far that every answer is 0 or 1.
    start: [
      Math.log((weight1 * positives) / (weight0 * (rows - positives))),
      ...statistics.map(() => 0),
    ],
    objective: async (some, count, share) => {
      const design = await makeDesign(engine, { observations: some, rows: count }, statistics, [
        { label: 0, weight: weight0 },
        { label: 1, weight: weight1 },
      ]);
      return {
        penalties: [0, ...statistics.map(() => ridge * share)],
        rounding: design.rounding,
        noise: design.noise,
        sums: (beta, withHessian) => sumsAt(engine, design, beta, withHessian),
        scoreProducts: units && ((beta) => scoreProductsAt(engine, design, beta, units)),
      };
    },
  };
};
