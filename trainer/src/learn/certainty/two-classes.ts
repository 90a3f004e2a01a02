import { areaIntervals } from "./area-intervals.js";
import { areaSpreads } from "./area-spreads.js";
import { byFallingScore } from "./falling.js";
import { placementsOf } from "./placements.js";
import { rankingOf } from "./ranking.js";
import { CALIBRATION } from "../../evaluate/recalibration.js";
import { recalibrationSpreads } from "./recalibration-spreads.js";
import type { ClassificationEvaluation } from "../../evaluate/evaluation.js";
import type { Measured } from "./certainty.js";
import type { Measure } from "./resample.js";
import type { ScoredRows } from "./scored-rows.js";
import { shareInterval } from "./share-interval.js";

/** How the metrics of two classes follow from scored rows. */
export const measuredTwoClasses = async (
  rows: ScoredRows,
  { observations, positives, metrics, confusion, threshold }: Evaluation,
): Promise<Measured> => {
  const { labels, scores } = rows;
  const placements = placementsOf(labels, scores[0]!);
  const isPositive = (row: number) => labels[row] === 1;
  const isFlagged = (row: number) => scores[0]![row]! >= threshold.value;
  const rarer = Math.min(positives, observations - positives);
  return {
    measure: measureTwoClasses(rows, threshold.value),
    exact: new Map([
      ...areaSpreads(rows, placements),
      ...(CALIBRATION.some((metric) => metric in metrics) ? await recalibrationSpreads(rows) : []),
    ]),
    shares: {
      ...areaIntervals(rows, placements),
      accuracy: shareInterval(
        rows,
        () => true,
        (row) => isPositive(row) === isFlagged(row),
      ),
      precision: shareInterval(rows, isFlagged, isPositive),
      recall: shareInterval(rows, isPositive, isFlagged),
    },
    cases: {
      log_loss: observations,
      brier: observations,
      calibration_slope: rarer,
      calibration_intercept: rarer,
      accuracy: observations,
      roc_auc: rarer,
      gini: rarer,
      ks: rarer,
      balanced_accuracy: rarer,
      pr_auc: positives,
      recall: positives,
      f1: positives,
      precision: confusion.tp + confusion.fp,
    },
  };
};

type Evaluation = Pick<
  ClassificationEvaluation,
  "observations" | "positives" | "metrics" | "confusion" | "threshold"
>;

/** Measures a classifier of two classes, as `evaluate/classification` does. */
export const measureTwoClasses = (
  { labels, scores: [scores], entities }: ScoredRows,
  threshold: number,
): Measure => {
  const rows = byFallingScore(labels, scores!, entities);
  const losses = rows.labels.map((label, i) => lossOf(label, rows.scores[i]!));
  const squares = rows.labels.map((label, i) => (rows.scores[i]! - label) ** 2);
  return (drawn) => {
    let all = 0;
    let loss = 0;
    let square = 0;
    let tp = 0;
    let fp = 0;
    let positives = 0;
    for (let i = 0; i < rows.labels.length; i++) {
      const weight = drawn[rows.entities[i]!]!;
      if (weight === 0) continue;
      const positive = weight * rows.labels[i]!;
      all += weight;
      positives += positive;
      loss += weight * losses[i]!;
      square += weight * squares[i]!;
      if (rows.scores[i]! < threshold) continue;
      tp += positive;
      fp += weight - positive;
    }
    const negatives = all - positives;
    return {
      ...rankingOf(rows, drawn, positives, negatives),
      log_loss: loss / all,
      brier: square / all,
      accuracy: (tp + negatives - fp) / all,
      balanced_accuracy: (tp / positives + 1 - fp / negatives) / 2,
      precision: tp / (tp + fp),
      recall: tp / positives,
      f1: (2 * tp) / (tp + fp + positives),
    };
  };
};

const lossOf = (label: number, score: number): number =>
  -Math.log(Math.max(label === 1 ? score : 1 - score, 1e-15));
