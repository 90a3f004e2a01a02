import type { ManifestGate } from "@despliega/storage";

import { MetricAbsent } from "../errors/errors.js";
import { lowerIsBetter, metricOf } from "../evaluate/metric.js";
import type { Ends } from "../learn/certainty/certainty.js";
import type { ModelDefinition, PromotionCheck } from "../model/model.js";
import type { Beside } from "./beside.js";
import { besideChampion } from "./beside-champion.js";
import { shown } from "./shown.js";

type Metrics = Readonly<Record<string, number>>;
type Intervals = Readonly<Record<string, Ends>>;

/**
 * Checks a candidate for promotion. A floor, and the distance from a best value, are held by the value itself; the
 * comparison with the champion knows how far chance moves the difference.
 *
 * @param metrics of the candidate
 * @param intervals of these metrics
 * @param beside undefined where there is no champion, or where it could not be measured
 * @throws `METRIC_ABSENT` when the candidate could not be measured by the metric of a check
 */
export const promotionChecks = (
  { gates, undecided = "promote" }: Pick<ModelDefinition, "gates" | "undecided">,
  metrics: Metrics,
  intervals: Intervals,
  beside?: Beside,
): ManifestGate[] =>
  gates.flatMap((check) => {
    const { metric } = check;
    const value = metrics[metric];
    if (value === undefined) throw new MetricAbsent({ metric });
    const bounded = { metric, ...boundOf(check, value), value, ...ended(intervals[metric]) };
    if (!("floor" in check) || beside?.champion[metric] === undefined) return [bounded];
    return [bounded, besideChampion(check, beside, undecided)];
  });

const ended = (interval: Ends | undefined): Pick<ManifestGate, "interval"> =>
  interval === undefined ? {} : { interval: [...interval] };

/** The rule of a check with a fixed bound, the bound, and whether a value meets it. */
const boundOf = (
  check: PromotionCheck,
  value: number,
): Pick<ManifestGate, "rule" | "passed" | "bound"> => {
  const { metric } = check;
  if ("floor" in check) {
    const { floor } = check;
    return lowerIsBetter(metric)
      ? { rule: `${metric} at most ${shown(floor)}`, passed: value <= floor, bound: floor }
      : { rule: `${metric} at least ${shown(floor)}`, passed: value >= floor, bound: floor };
  }
  const { within } = check;
  const ideal = metricOf(metric)?.ideal ?? 0;
  return {
    rule: `${metric} within ${shown(within)} of ${shown(ideal)}`,
    passed: Math.abs(value - ideal) <= within,
    bound: value < ideal ? ideal - within : ideal + within,
  };
};
