import { metricOf, METRICS } from "@despliega/trainer/evaluate/metric.js";

import { code, type Table } from "./table.js";

/** Every metric: what it is of, which values are better, what it can be, and what it means. */
export const metricsTable = (): Table => [
  ["name", "task", "better", "range", "what it is"],
  ...Object.keys(METRICS).map((name) => {
    const { task, better, ideal = 0, range, sentence } = metricOf(name)!;
    const best = better === undefined ? `nearer to ${ideal}` : BETTER[better];
    return [code(name), task, best, rangeText(range), sentence];
  }),
];

const BETTER = { more: "higher", less: "lower" } as const;

const rangeText = ([least, most]: readonly [number, number]): string => {
  if (least === -Infinity) return most === Infinity ? "any" : `at most ${most}`;
  return most === Infinity ? `at least ${least}` : `${least} to ${most}`;
};
