import type { Manifest } from "@despliega/storage";

import type { RegressionEvaluation } from "../../evaluate/evaluation.js";
import type { Measured } from "./certainty.js";
import type { Measure } from "./resample.js";
import type { ScoredRows } from "./scored-rows.js";

const SUMS = ["n", "label", "square", "bias", "absolute", "error", "shares", "share"] as const;
type Sums = Record<(typeof SUMS)[number], Float64Array>;

/** How the metrics of a regression follow from scored rows. */
export const measuredNumbers = (
  rows: ScoredRows,
  { observations, metrics }: Pick<RegressionEvaluation, "observations" | "metrics">,
  scale: Manifest["scale"],
): Measured => ({
  measure: measureNumbers(rows, scale),
  exact: new Map(),
  shares: {},
  cases: Object.fromEntries(Object.keys(metrics).map((metric) => [metric, observations])),
});

/** Measures a regression, as `evaluate/regression` does. All its metrics follow from sums by entity. */
export const measureNumbers = (
  { labels, scores: [answers], entities, count }: ScoredRows,
  scale: Manifest["scale"],
): Measure => {
  const plain = sumsOf(labels, answers!, entities, count);
  const positive = labels.every((label) => label > 0) && answers!.every((answer) => answer > 0);
  const logs =
    scale === undefined || !positive
      ? undefined
      : sumsOf(
          labels.map(Math.log),
          answers!.map((answer) => Math.log(answer / scale.smearing)),
          entities,
          count,
        );
  return (drawn) => {
    const { r2, mae, rmse, bias, mape } = errorsOf(plain, drawn);
    if (logs === undefined) return { r2, mae, rmse, bias, mape };
    const log = errorsOf(logs, drawn);
    return { r2, mae, rmse, bias, mape, log_r2: log.r2, log_mae: log.mae, log_rmse: log.rmse };
  };
};

const sumsOf = (
  labels: Float64Array,
  answers: Float64Array,
  entities: Uint32Array,
  count: number,
): Sums => {
  const sums = Object.fromEntries(SUMS.map((name) => [name, new Float64Array(count)])) as Sums;
  // Squares of labels that are far from 0 would lose their differences.
  const origin = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  labels.forEach((label, i) => {
    const entity = entities[i]!;
    const error = answers[i]! - label;
    sums.n[entity]! += 1;
    sums.label[entity]! += label - origin;
    sums.square[entity]! += (label - origin) ** 2;
    sums.bias[entity]! += error;
    sums.absolute[entity]! += Math.abs(error);
    sums.error[entity]! += error ** 2;
    if (label === 0) return;
    sums.shares[entity]! += 1;
    sums.share[entity]! += Math.abs(error / label);
  });
  return sums;
};

const errorsOf = (sums: Sums, drawn: Uint32Array) => {
  const total = (values: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += drawn[i]! * values[i]!;
    return sum;
  };
  const n = total(sums.n);
  const error = total(sums.error);
  const variation = total(sums.square) - total(sums.label) ** 2 / n;
  return {
    r2: 1 - error / variation,
    mae: total(sums.absolute) / n,
    rmse: Math.sqrt(error / n),
    bias: total(sums.bias) / n,
    mape: total(sums.share) / total(sums.shares),
  };
};
