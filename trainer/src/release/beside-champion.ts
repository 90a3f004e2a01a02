import type { ManifestGate } from "@despliega/storage";

import { lowerIsBetter } from "../evaluate/metric.js";
import type { Ends } from "../learn/certainty/certainty.js";
import type { PromotionCheck, Undecided } from "../model/model.js";
import type { Beside } from "./beside.js";
import { shown } from "./shown.js";

/**
 * Checks whether a candidate is worse than the champion. Within the tolerance it passes. Beyond the tolerance it fails
 * where the whole interval of the difference is worse, since chance does not explain that; elsewhere the test
 * observations cannot tell, and the model's policy decides.
 */
export const besideChampion = (
  { metric, tolerance }: Extract<PromotionCheck, { readonly floor: number }>,
  { candidate, champion, differences }: Beside,
  undecided: Undecided,
): ManifestGate => {
  const [value, reigning] = [candidate[metric]!, champion[metric]!];
  const lower = lowerIsBetter(metric);
  const bound = lower ? reigning + tolerance : reigning - tolerance;
  const interval = better(differences[metric], lower);
  const verdict = (lower ? value <= bound : value >= bound)
    ? "passes"
    : interval !== undefined && interval[1] < 0
      ? "fails"
      : "cannot tell";
  return {
    metric,
    rule: `${metric} within ${tolerance} of the champion's ${shown(reigning)}`,
    passed: verdict === "passes" || (verdict === "cannot tell" && undecided === "promote"),
    ...{ value, bound, verdict },
    difference: lower ? reigning - value : value - reigning,
    ...(interval === undefined ? {} : { interval }),
  };
};

/** The interval of how much better the candidate is. */
const better = (ends: Ends | undefined, lower: boolean): [number, number] | undefined => {
  if (ends === undefined) return undefined;
  const [low, high] = ends;
  return lower ? [-high, -low] : [low, high];
};
