import { Z } from "../../evaluate/wilson.js";
import { areaDeviation } from "./area-deviation.js";
import type { Ends } from "./certainty.js";
import { placementsOf } from "./placements.js";
import type { ScoredRows } from "./scored-rows.js";

/**
 * The 95 % intervals of the ROC-AUC of two classes and of Gini, on the scale of log-odds: near 1 an area varies more
 * below than above, and few cases show it. (Pepe, "The Statistical Evaluation of Medical Tests for Classification and
 * Prediction", 2003.)
 *
 * @returns none where an area has no deviation, or is 0 or 1
 */
export const areaIntervals = (
  rows: ScoredRows,
): Readonly<Partial<Record<"roc_auc" | "gini", Ends>>> => {
  const placements = placementsOf(rows.labels, rows.scores[0]!);
  const area = meanOf(placements.filter((_, row) => rows.labels[row] === 1));
  const odds = area * (1 - area);
  const half = (Z * areaDeviation(rows, placements)) / odds;
  if (!(half > 0 && half < Infinity)) return {};
  const endAt = (way: 1 | -1): number =>
    1 / (1 + Math.exp(-(Math.log(area / (1 - area)) + way * half)));
  const [low, high] = [endAt(-1), endAt(1)];
  return { roc_auc: [low, high], gini: [2 * low - 1, 2 * high - 1] };
};

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
