import { Z } from "../../evaluate/wilson.js";
import { areaDeviation } from "./area-deviation.js";
import type { Ends } from "./certainty.js";
import type { ScoredRows } from "./scored-rows.js";

/**
 * The 95 % interval of a ROC-AUC of two classes, on the scale of log-odds: near 1 an area varies more below than above, and
 * few cases show it. (Pepe, "The Statistical Evaluation of Medical Tests for Classification and Prediction", 2003.)
 *
 * @returns undefined where an area has no deviation, or is 0 or 1
 */
export const areaInterval = (area: number, deviation: number): Ends | undefined => {
  const half = (Z * deviation) / (area * (1 - area));
  if (!(half > 0 && half < Infinity)) return undefined;
  const endAt = (way: 1 | -1): number =>
    1 / (1 + Math.exp(-(Math.log(area / (1 - area)) + way * half)));
  return [endAt(-1), endAt(1)];
};

/** The 95 % intervals of the ROC-AUC of rows of two classes and of their Gini; none where there is none of the area. @param placements as `placementsOf` gives them */
export const areaIntervals = (
  rows: ScoredRows,
  placements: Float64Array,
): Readonly<Partial<Record<"roc_auc" | "gini", Ends>>> => {
  const area = areaOf(rows.labels, placements);
  const ends = areaInterval(area, areaDeviation(rows, placements));
  if (ends === undefined) return {};
  const [low, high] = ends;
  return { roc_auc: ends, gini: [2 * low - 1, 2 * high - 1] };
};

/** The ROC-AUC: the mean placement of the positives. */
export const areaOf = (labels: Float64Array, placements: Float64Array): number =>
  meanOf(placements.filter((_, row) => labels[row] === 1));

const meanOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
