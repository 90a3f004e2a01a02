import type { Manifest } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import type { FittedModel } from "./fit.js";
import type { ModelDefinition } from "../model/model.js";
import type { ClassificationEvaluation, RegressionEvaluation } from "../evaluate/evaluation.js";
import { scoreView } from "./score.js";
import type { Selected } from "./select.js";
import type { Split } from "../dataset/split.js";
import { evaluateClassification } from "../evaluate/classification.js";
import { requireInRange } from "../evaluate/metric-range.js";
import { predictionInterval } from "../evaluate/interval.js";
import { rankScores } from "../evaluate/ranking.js";
import { evaluateRegression } from "../evaluate/regression.js";
import { maxF1Threshold, type Threshold } from "../evaluate/threshold.js";

/** What an evaluation found out, and what serving needs beside the model. */
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

/**
 * Evaluates a fitted model on the view `test`, scored as `scored_test`. What serving needs beside the model, a threshold
 * or an interval, comes from the training observations: scored by fits that did not learn from them where there are.
 *
 * @throws `METRIC_OUT_OF_RANGE`, `NUMBER_NOT_FINITE`
 */
export const evaluate = async (
  engine: Engine,
  model: Pick<ModelDefinition, "task" | "interval">,
  { test }: Split,
  fitted: FittedModel,
  { outOfFold }: Pick<Selected, "outOfFold">,
): Promise<Evaluated> => {
  await scoreView(engine, "test", "scored_test", fitted);
  if (model.task === "classification") {
    if (outOfFold === undefined) await scoreView(engine, "training", "scored_training", fitted);
    await rankScores(engine, outOfFold ?? "scored_training", "training_ranking");
    const threshold = await maxF1Threshold(engine, "training_ranking");
    await engine.run("DROP TABLE training_ranking");
    const evaluation = await evaluateClassification(
      engine,
      "scored_test",
      test.observations,
      threshold,
    );
    requireInRange(evaluation.metrics);
    return { task: model.task, evaluation, threshold };
  }
  const { scale } = fitted;
  const interval =
    model.interval === undefined || outOfFold === undefined
      ? undefined
      : await predictionInterval(
          engine,
          outOfFold,
          model.interval.level,
          scale === undefined ? "difference" : "factor",
        );
  const form = {
    ...(scale === undefined ? {} : { scale }),
    ...(interval === undefined ? {} : { interval }),
  };
  const evaluation = await evaluateRegression(engine, "scored_test", test.observations, form);
  requireInRange(evaluation.metrics);
  return { task: model.task, evaluation, interval };
};
