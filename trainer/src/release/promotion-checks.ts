import type { ManifestGate } from "@despliega/storage";

import { MetricAbsent } from "../errors/errors.js";
import { lowerIsBetter } from "../evaluate/metric.js";
import type { PromotionCheck } from "../model/model.js";

/** A number as the rule of a promotion check shows it. */
const shown = (value: number): string => String(Math.round(value * 1e4) / 1e4);

/**
 * Checks a candidate for promotion.
 *
 * @param champion metrics of the present champion on the same test observations; undefined when there is none, or when
 * it could not be measured on them
 * @param beside the candidate's metrics on the observations that the champion was measured on. Default: its own
 * @throws `METRIC_ABSENT` when the candidate could not be measured by the metric of a check
 */
export const promotionChecks = (
  gates: readonly PromotionCheck[],
  candidate: Readonly<Record<string, number>>,
  champion: Readonly<Record<string, number>> | undefined,
  beside: Readonly<Record<string, number>> = candidate,
): ManifestGate[] =>
  gates.flatMap(({ metric, floor, tolerance }) => {
    const value = candidate[metric];
    if (value === undefined) throw new MetricAbsent({ metric });
    const lower = lowerIsBetter(metric);
    const check = (rule: string, bound: number, of = value): ManifestGate => {
      const passed = lower ? of <= bound : of >= bound;
      return { rule, passed, value: of, bound };
    };
    const reigning = champion?.[metric];
    return [
      check(`${metric} at ${lower ? "most" : "least"} ${shown(floor)}`, floor),
      ...(reigning === undefined
        ? []
        : [
            check(
              `${metric} within ${tolerance} of the champion's ${shown(reigning)}`,
              lower ? reigning + tolerance : reigning - tolerance,
              beside[metric],
            ),
          ]),
    ];
  });
