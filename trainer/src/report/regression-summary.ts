import { percent, rounded } from "./format.js";
import { intervalText, levelText } from "./interval-text.js";
import type { RegressionReport } from "./report-data.js";
import { kindOf } from "./span.js";

/** The result in sentences that need no statistics. */
export const regressionSummary = ({ evaluation, words, test }: RegressionReport): string[] => {
  const { metrics, baseline, interval } = evaluation;
  const amount = (value: number | undefined) => rounded(value ?? NaN);
  return [
    `In the test ${kindOf(test)} an answer is off by ${amount(metrics["mae"])} ${words.unit} on average; the same answer for all ${words.observations}, their mean, would be off by ${amount(baseline["mae"])}.`,
    explained(metrics["r2"] ?? NaN, metrics["log_r2"], words.target),
    ...(interval === undefined
      ? []
      : [
          `About ${levelText(interval.interval)} of the ${words.observations} should be ${intervalText(interval.interval, words)}; ${percent(interval.inside)} are.`,
        ]),
  ];
};

const explained = (r2: number, log: number | undefined, target: string): string => {
  const share = (value: number) => (value > 0 ? percent(value) : "none");
  const ofLog = log === undefined ? "" : `, and ${share(log)} of that of its logarithm`;
  return `It explains ${share(r2)} of the variation of the ${target}${ofLog}.`;
};
