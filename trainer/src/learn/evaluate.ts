import type { Manifest } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scoped.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ScoredTable } from "../evaluate/scored.js";
import type { FittedModel } from "./fit.js";
import { costMatrix } from "../model/costs.js";
import { severalClasses } from "../model/classes.js";
import type { ModelDefinition } from "../model/model.js";
import type {
  ClassificationEvaluation,
  MulticlassEvaluation,
  RegressionEvaluation,
} from "../evaluate/evaluation.js";
import { score } from "./score.js";
import { calibration } from "../evaluate/calibration.js";
import { agreed } from "../evaluate/agreed.js";
import { evaluateClassification } from "../evaluate/classification.js";
import { requireInRange } from "../evaluate/metric-range.js";
import { predictionInterval } from "../evaluate/interval.js";
import { rankScores } from "../evaluate/ranking.js";
import { evaluateMulticlass } from "../evaluate/multiclass.js";
import { evaluateRegression } from "../evaluate/regression.js";
import { chooseThreshold, type Threshold } from "../evaluate/threshold.js";
import type { ThresholdPolicy } from "../evaluate/threshold-policy.js";

/** The result of an evaluation, and what serving needs beside the model. */
export type Evaluated = Binary | Multiclass | Regression;

interface Binary {
  readonly kind: "binary";
  readonly evaluation: ClassificationEvaluation;
  readonly threshold: Threshold;
  readonly costs?: undefined;
  readonly interval?: undefined;
}

interface Multiclass {
  readonly kind: "multiclass";
  readonly evaluation: MulticlassEvaluation;
  readonly threshold?: undefined;
  readonly costs: Manifest["costs"];
  readonly interval?: undefined;
}

interface Regression {
  readonly kind: "regression";
  readonly evaluation: RegressionEvaluation;
  readonly threshold?: undefined;
  readonly costs?: undefined;
  readonly interval: Manifest["interval"];
}

/** What decides what a model answers. */
type Decided = Pick<ModelDefinition, "task" | "classes" | "interval" | "threshold" | "costs">;

/** What a fitted model is evaluated on. */
export interface EvaluatedOn {
  readonly training: ObservationTable;
  /** The test observations, scored by the model. */
  readonly scored: ScoredTable;
  /** The same before calibration, of a model of two classes that is calibrated. */
  readonly uncalibrated?: ScoredTable | undefined;
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
  model: Decided,
  fitted: FittedModel,
  on: EvaluatedOn,
): Promise<Evaluated> => {
  const evaluated = await evaluateBy(engine, model, fitted, on);
  requireInRange(evaluated.evaluation.metrics);
  return evaluated;
};

const evaluateBy = (
  engine: Engine,
  model: Decided,
  fitted: FittedModel,
  on: EvaluatedOn,
): Promise<Evaluated> => {
  if (model.task === "regression") return evaluateNumbers(engine, model.interval, fitted, on);
  const classes = severalClasses(model);
  return classes === undefined
    ? evaluateTwo(engine, model.threshold ?? BEST_F1, fitted, on)
    : evaluateSeveral(engine, classes, model.costs, on);
};

const BEST_F1: ThresholdPolicy = { policy: "best_f1" };

const evaluateTwo = async (
  engine: Engine,
  policy: ThresholdPolicy,
  fitted: FittedModel,
  { training, scored, uncalibrated, rows, outOfFold }: EvaluatedOn,
): Promise<Binary> => {
  const threshold = await scoped(engine, async (own) => {
    const judged = outOfFold ?? (await score(own, training, fitted));
    return chooseThreshold(own, await rankScores(own, judged), policy);
  });
  const evaluation = agreed(await evaluateClassification(engine, scored, rows, threshold));
  if (uncalibrated === undefined) return { kind: "binary", evaluation, threshold };
  const before = agreed(await calibration(engine, uncalibrated, rows));
  return { kind: "binary", evaluation: { ...evaluation, uncalibrated: before }, threshold };
};

const evaluateSeveral = async (
  engine: Engine,
  classes: readonly string[],
  named: ModelDefinition["costs"],
  { scored, rows }: EvaluatedOn,
): Promise<Multiclass> => {
  const costs = named && costMatrix(classes, named);
  const evaluation = agreed(await evaluateMulticlass(engine, scored, rows, { classes, costs }));
  return { kind: "multiclass", evaluation, costs: costs?.map((row) => [...row]) };
};

const evaluateNumbers = async (
  engine: Engine,
  declared: ModelDefinition["interval"],
  { scale }: FittedModel,
  { scored, rows, outOfFold }: EvaluatedOn,
): Promise<Regression> => {
  const by = scale === undefined ? "difference" : "factor";
  const interval =
    declared === undefined || outOfFold === undefined
      ? undefined
      : agreed(await predictionInterval(engine, outOfFold, declared.level, by));
  const form = {
    ...(scale === undefined ? {} : { scale }),
    ...(interval === undefined ? {} : { interval }),
  };
  const evaluation = agreed(await evaluateRegression(engine, scored, rows, form));
  return { kind: "regression", evaluation, interval };
};
