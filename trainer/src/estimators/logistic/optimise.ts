import type { Matrix } from "ml-matrix";

import type { Engine } from "../../engine/engine.js";
import { NotConverged } from "../../errors/errors.js";
import { drawnBelow } from "../entity-draw.js";
import type { ObservationColumn, ObservationTable } from "../observation-table.js";
import { covarianceOf } from "./covariance.js";
import { newton, type Objective, type Optimum } from "./newton.js";

/** A fit by Newton's method. */
export interface Problem {
  readonly observations: ObservationTable;
  readonly rows: number;
  readonly start: readonly number[];
  /**
   * Makes the objective on some of the observations.
   *
   * @param rows how many they are
   * @param share of all observations, by which penalties shrink
   */
  readonly objective: (
    observations: ObservationTable,
    rows: number,
    share: number,
  ) => Promise<Objective>;
}

const SAMPLE_ROWS = 50_000;
const MAX_PASSES = 50;

/** The weights of a fit. */
export interface Solution {
  readonly beta: readonly number[];
  readonly covariance: Matrix;
  /** Passes over all observations. */
  readonly passes: number;
}

/**
 * Finds the optimum of all observations, and how its weights spread.
 *
 * @throws `NOT_CONVERGED`
 */
export const optimise = async (engine: Engine, problem: Problem): Promise<Solution> => {
  const all = await problem.objective(problem.observations, problem.rows, 1);
  const optimum = await minimise(engine, problem, all);
  const { beta, passes } = optimum;
  return { beta, passes, covariance: await covarianceOf(all, optimum) };
};

/**
 * Where the observations are many it starts on a sample, whose optimum and Hessian are so close that a few gradients over all
 * observations are enough.
 */
const minimise = async (
  engine: Engine,
  { observations, rows, start, objective }: Problem,
  all: Objective,
): Promise<Optimum> => {
  const directly = () => settle(all, start, 1e-8);
  const every = Math.floor(rows / SAMPLE_ROWS);
  if (every < 2) return directly();

  const some = await engine.table<ObservationColumn>(
    `SELECT * FROM ${observations.name} WHERE ${drawnBelow(engine.dialect, "observation", "sample", 1 / every)}`,
  );
  const { count } = await engine.row<{ count: number }>(
    `SELECT count(*) AS count FROM ${some.name}`,
  );
  const share = count / rows;
  const sample = await objective(some, count, share);
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
