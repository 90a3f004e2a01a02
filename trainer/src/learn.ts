import type { Engine } from "./engine.js";
import { fitLogistic, logisticScore, type LogisticFit } from "./estimators/logistic/logistic.js";
import { evaluateClassification } from "./evaluate/classification.js";
import { rankScores } from "./evaluate/ranking.js";
import { maxF1Threshold } from "./evaluate/threshold.js";
import type { ModelDefinition } from "./model/model.js";
import type { ClassificationEvaluation } from "./report/report-data.js";
import { scoreView } from "./score.js";
import type { Split } from "./split.js";
import type { FeatureStatistics } from "./statistics.js";

/** Fits the model on the view `training`. */
export const fit = (
  engine: Engine,
  { estimator }: ModelDefinition,
  { training }: Split,
  statistics: readonly FeatureStatistics[],
): Promise<LogisticFit> =>
  fitLogistic(
    engine,
    { table: "training", rows: training.observations, positives: training.positives, statistics },
    estimator,
  );

/** Chooses the threshold on the training observations and evaluates on the view `test`, scored as `scored_test`. */
export const evaluate = async (
  engine: Engine,
  { features }: ModelDefinition,
  { test }: Split,
  statistics: readonly FeatureStatistics[],
  { weights }: LogisticFit,
): Promise<ClassificationEvaluation> => {
  const fills = features.map(({ name, missing }, i) => ({
    name,
    fill: missing === "allowed" ? statistics[i]!.mean : undefined,
  }));
  const score = logisticScore(weights, fills);
  await scoreView(engine, "training", "scored_training", score);
  await rankScores(engine, "scored_training", "training_ranking");
  const threshold = await maxF1Threshold(engine, "training_ranking");
  await engine.run("DROP TABLE training_ranking");
  await scoreView(engine, "test", "scored_test", score);
  return evaluateClassification(engine, "scored_test", test.observations, threshold);
};
