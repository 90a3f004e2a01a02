import { areaDeviation } from "./area-deviation.js";
import type { Spread } from "./resample.js";
import type { ScoredRows } from "./scored-rows.js";

/**
 * The spread of the ROC-AUC of two classes and of what follows from it, by formula instead of by draws.
 *
 * @param placements as `areaDeviation` takes them
 */
export const areaSpreads = (
  rows: ScoredRows,
  placements: Float64Array,
): ReadonlyMap<string, Spread> => {
  const deviation = areaDeviation(rows, placements);
  if (Number.isNaN(deviation)) return new Map();
  return new Map([
    ["roc_auc", { bias: 0, deviation }],
    ["gini", { bias: 0, deviation: 2 * deviation }],
  ]);
};
