import { areaIntervals } from "./area-intervals.js";
import { areaSpreads } from "./area-spreads.js";
import { byFallingScore, fallingOrder } from "./falling.js";
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
  const order = fallingOrder(scores[0]!);
  const placements = placementsOf(labels, scores[0]!, order);
  const isPositive = (row: number) => labels[row] === 1;
  const isFlagged = (row: number) => scores[0]![row]! >= threshold.value;
  const rarer = Math.min(positives, observations - positives);
  return {
    measure: measureTwoClasses(rows, threshold.value, order),
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

/**
 * Measures a classifier of two classes, as `evaluate/classification` does. What is no ranking follows from sums by entity.
 *
 * @param order of the scores, as `fallingOrder` gives it. Default: it is found
 */
export const measureTwoClasses = (
  { labels, scores: [scores], entities, count }: ScoredRows,
  threshold: number,
  order?: Uint32Array,
): Measure => {
  const falling = byFallingScore(labels, scores!, entities, order);
  const sums = () => new Float64Array(count);
  const [all, positives, flagged, found] = [sums(), sums(), sums(), sums()];
  const [losses, squares] = [sums(), sums()];
  for (let i = 0; i < labels.length; i++) {
    const [entity, label, score] = [entities[i]!, labels[i]!, scores![i]!];
    all[entity]! += 1;
    positives[entity]! += label;
    losses[entity]! += lossOf(label, score);
    squares[entity]! += (score - label) ** 2;
    if (score < threshold) continue;
    flagged[entity]! += 1;
    found[entity]! += label;
  }
  return (drawn) => {
    let [n, p, flags, tp, loss, square] = [0, 0, 0, 0, 0, 0];
    for (let entity = 0; entity < count; entity++) {
      const weight = drawn[entity]!;
      n += weight * all[entity]!;
      p += weight * positives[entity]!;
      flags += weight * flagged[entity]!;
      tp += weight * found[entity]!;
      loss += weight * losses[entity]!;
      square += weight * squares[entity]!;
    }
    const negatives = n - p;
    const fp = flags - tp;
    return {
      ...rankingOf(falling, drawn, p, negatives),
      log_loss: loss / n,
      brier: square / n,
      accuracy: (tp + negatives - fp) / n,
      balanced_accuracy: (tp / p + 1 - fp / negatives) / 2,
      precision: tp / flags,
      recall: tp / p,
      f1: (2 * tp) / (flags + p),
    };
  };
};

const lossOf = (label: number, score: number): number =>
  -Math.log(Math.max(label === 1 ? score : 1 - score, 1e-15));
