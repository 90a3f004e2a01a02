import type { Engine } from "../engine/engine.js";
import { exactSum } from "../engine/exact-sum.js";
import { scoped } from "../engine/scoped.js";
import { double } from "../engine/sql.js";
import type { ClassificationEvaluation, Confusion } from "./evaluation.js";
import { classCurves } from "./class-curves.js";
import { rankScores, type Ranking } from "./ranking.js";
import { rankingMetrics } from "./ranking-metrics.js";
import { CALIBRATION, calibrationMetrics } from "./recalibration.js";
import type { Threshold } from "./threshold.js";
import type { ScoredTable } from "./scored.js";

type Counted = Pick<
  ClassificationEvaluation,
  "observations" | "positives" | "metrics" | "threshold" | "confusion"
>;

/**
 * Measures a classifier on scored observations with the labels 0 and 1.
 *
 * @param observations how many there are
 * @param wanted metrics; those of the calibration are only measured where they are among them. Default: all
 */
export const measureClassification = (
  engine: Engine,
  scored: ScoredTable,
  observations: number,
  threshold: Threshold,
  wanted?: readonly string[],
): Promise<Counted> =>
  scoped(engine, async (own) =>
    measureRanked(own, scored, await rankScores(own, scored), observations, threshold, wanted),
  );

const measureRanked = async (
  engine: Engine,
  scored: ScoredTable,
  ranked: Ranking,
  observations: number,
  threshold: Threshold,
  wanted = CALIBRATION,
): Promise<Counted> => {
  const ranking = await rankingMetrics(engine, ranked);
  const calibrated = wanted.some((metric) => CALIBRATION.includes(metric))
    ? await calibrationMetrics(engine, ranked, observations)
    : {};
  const { tp, fp, tn, fn, loss, brier } = await engine.row<
    Confusion & { loss: number; brier: number }
  >(`
    SELECT count(*) FILTER (WHERE label = 1 AND flagged) AS tp, count(*) FILTER (WHERE label = 0 AND flagged) AS fp,
           count(*) FILTER (WHERE label = 0 AND NOT flagged) AS tn, count(*) FILTER (WHERE label = 1 AND NOT flagged) AS fn,
           ${exactSum("-ln(greatest(CASE label WHEN 1 THEN score ELSE 1 - score END, 1e-15))", 35 * observations)} AS loss,
           ${exactSum("(score - label) * (score - label)", observations)} AS brier
    FROM (SELECT *, score >= ${double(threshold.value)} AS flagged FROM ${scored.name})`);
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    observations,
    positives: tp + fn,
    metrics: {
      ...ranking,
      log_loss: loss / observations,
      brier: brier / observations,
      ...calibrated,
      accuracy: share(tp + tn, observations),
      balanced_accuracy: (share(tp, tp + fn) + share(tn, tn + fp)) / 2,
      precision: share(tp, tp + fp),
      recall: share(tp, tp + fn),
      f1: share(2 * tp, 2 * tp + fp + fn),
    },
    threshold,
    confusion: { tp, fp, tn, fn },
  };
};

/** Measures a classifier as {@link measureClassification} does, and draws its curves. */
export const evaluateClassification = (
  engine: Engine,
  scored: ScoredTable,
  observations: number,
  threshold: Threshold,
): Promise<ClassificationEvaluation> =>
  scoped(engine, async (own) => {
    const ranked = await rankScores(own, scored);
    return {
      ...(await measureRanked(own, scored, ranked, observations, threshold)),
      ...(await classCurves(own, scored, ranked, observations)),
    };
  });
