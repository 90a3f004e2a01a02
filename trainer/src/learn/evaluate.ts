import type { Manifest } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scoped.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ScoredTable } from "../evaluate/scored.js";
import type { FittedModel } from "./fit.js";
import type { ModelDefinition } from "../model/model.js";
import type { ClassificationEvaluation, RegressionEvaluation } from "../evaluate/evaluation.js";
import { score } from "./score.js";
import { evaluateClassification } from "../evaluate/classification.js";
import { requireInRange } from "../evaluate/metric-range.js";
import { predictionInterval } from "../evaluate/interval.js";
import { rankScores } from "../evaluate/ranking.js";
import { evaluateRegression } from "../evaluate/regression.js";
import { maxF1Threshold, type Threshold } from "../evaluate/threshold.js";

/** The result of an evaluation, and what serving needs beside the model. */
export type Evaluated =
  | {
      readonly task: "classification";
      readonly evaluation: ClassificationEvaluation;
      readonly threshold: Threshold;
      readonly interval?: undefined;
    }
  | {
      readonly task: "regression";
      readonly evaluation: RegressionEvaluation;
      readonly threshold?: undefined;
      readonly interval: Manifest["interval"];
    };

/** What a fitted model is evaluated on. */
export interface EvaluatedOn {
  readonly training: ObservationTable;
  /** The test observations, scored by the model. */
  readonly scored: ScoredTable;
  /** How many test observations there are. */
  readonly rows: number;
  /** The training observations, scored by fits that did not learn from them. */
  readonly outOfFold?: ScoredTable | undefined;
}

/**
 * Evaluates a fitted model on test observations. What serving needs beside the model, a threshold or an interval, comes
 * from the training observations, by their out-of-fold scores where they have some.
 *
 * @throws `METRIC_OUT_OF_RANGE`, `NUMBER_NOT_FINITE`
 */
export const evaluate = async (
  engine: Engine,
  model: Pick<ModelDefinition, "task" | "interval">,
  fitted: FittedModel,
  on: EvaluatedOn,
): Promise<Evaluated> => {
  const evaluated =
    model.task === "classification"
      ? await evaluateClasses(engine, fitted, on)
      : await evaluateNumbers(engine, model.interval, fitted, on);
  requireInRange(evaluated.evaluation.metrics);
  return evaluated;
};

const evaluateClasses = async (
  engine: Engine,
  fitted: FittedModel,
  { training, scored, rows, outOfFold }: EvaluatedOn,
): Promise<Evaluated> => {
  const threshold = await scoped(engine, async (own) => {
    const judged = outOfFold ?? (await score(own, training, fitted));
    return maxF1Threshold(own, await rankScores(own, judged));
  });
  const evaluation = await evaluateClassification(engine, scored, rows, threshold);
  return { task: "classification", evaluation, threshold };
};

const evaluateNumbers = async (
  engine: Engine,
  declared: ModelDefinition["interval"],
  { scale }: FittedModel,
  { scored, rows, outOfFold }: EvaluatedOn,
): Promise<Evaluated> => {
  const by = scale === undefined ? "difference" : "factor";
  const interval =
    declared === undefined || outOfFold === undefined
      ? undefined
      : await predictionInterval(engine, outOfFold, declared.level, by);
  const form = {
    ...(scale === undefined ? {} : { scale }),
    ...(interval === undefined ? {} : { interval }),
  };
  const evaluation = await evaluateRegression(engine, scored, rows, form);
  return { task: "regression", evaluation, interval };
};
