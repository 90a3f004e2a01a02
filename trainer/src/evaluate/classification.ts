import { double, type Engine } from "../engine/engine.js";
import { exactSum } from "../engine/exact-sum.js";
import type { ClassificationEvaluation, Confusion } from "./evaluation.js";
import { calibration } from "./calibration.js";
import { curves } from "./curves.js";
import { distribution } from "./distribution.js";
import { rankScores } from "./ranking.js";
import { rankingMetrics } from "./ranking-metrics.js";
import type { Threshold } from "./threshold.js";

type Counted = Pick<
  ClassificationEvaluation,
  "observations" | "positives" | "metrics" | "threshold" | "confusion"
>;

/**
 * Measures a classifier on scored observations.
 *
 * @param scored a table with `label` (0 or 1) and `score`
 * @param observations its rows
 */
export const measureClassification = async (
  engine: Engine,
  scored: string,
  observations: number,
  threshold: Threshold,
): Promise<Counted> => {
  await rankScores(engine, scored, "ranking");
  const ranking = await rankingMetrics(engine, "ranking");
  const { tp, fp, tn, fn, loss, brier } = await engine.row<
    Confusion & { loss: number; brier: number }
  >(`
    SELECT count(*) FILTER (label = 1 AND flagged) AS tp, count(*) FILTER (label = 0 AND flagged) AS fp,
           count(*) FILTER (label = 0 AND NOT flagged) AS tn, count(*) FILTER (label = 1 AND NOT flagged) AS fn,
           ${exactSum("-ln(greatest(CASE label WHEN 1 THEN score ELSE 1 - score END, 1e-15))", 35 * observations)} AS loss,
           ${exactSum("(score - label) * (score - label)", observations)} AS brier
    FROM (SELECT *, score >= ${double(threshold.value)} AS flagged FROM ${scored})`);
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    observations,
    positives: tp + fn,
    metrics: {
      ...ranking,
      log_loss: loss / observations,
      brier: brier / observations,
      accuracy: share(tp + tn, observations),
      precision: share(tp, tp + fp),
      recall: share(tp, tp + fn),
      f1: share(2 * tp, 2 * tp + fp + fn),
    },
    threshold,
    confusion: { tp, fp, tn, fn },
  };
};

/**
 * Measures a classifier as {@link measureClassification} does, and draws its curves.
 *
 * @param scored also with `observation`, which decides between equal scores
 */
export const evaluateClassification = async (
  engine: Engine,
  scored: string,
  observations: number,
  threshold: Threshold,
): Promise<ClassificationEvaluation> => ({
  ...(await measureClassification(engine, scored, observations, threshold)),
  ...(await curves(engine, "ranking")),
  calibration: await calibration(engine, scored, observations),
  distribution: await distribution(engine, scored),
});
