import type { Manifest } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { MetricAbsent } from "../errors/errors.js";
import { measureClassification } from "./classification.js";
import { requireInRange } from "./metric-range.js";
import { measureRegression } from "./regression.js";
import type { Threshold } from "./threshold.js";
import type { ScoredTable } from "./scored.js";

/**
 * Metrics of a scored view, by the model's task.
 *
 * @throws `METRIC_OUT_OF_RANGE`, `NUMBER_NOT_FINITE`
 */
export const metricsOf = async (
  engine: Engine,
  task: Manifest["task"],
  scored: ScoredTable,
  {
    scale,
    threshold,
  }: { readonly scale?: Manifest["scale"]; readonly threshold?: Threshold | undefined },
): Promise<Readonly<Record<string, number>>> => {
  const { rows } = await engine.row<{ rows: number }>(
    `SELECT count(*) AS rows FROM ${scored.name}`,
  );
  const { metrics } =
    task === "classification"
      ? await measureClassification(engine, scored, rows, threshold ?? EVEN)
      : await measureRegression(engine, scored, rows, scale);
  requireInRange(metrics);
  return metrics;
};

const EVEN: Threshold = { value: 0.5, policy: "an even chance" };

/**
 * One metric of a scored view. Those of a classification that depend on a threshold are taken at the threshold 0.5.
 *
 * @throws `METRIC_ABSENT` when these observations cannot be measured by it
 */
export const measure = async (
  engine: Engine,
  task: Manifest["task"],
  scored: ScoredTable,
  scale: Manifest["scale"],
  metric: string,
): Promise<number> => {
  const metrics = await metricsOf(engine, task, scored, scale === undefined ? {} : { scale });
  const value = metrics[metric];
  if (value === undefined) throw new MetricAbsent({ metric });
  return value;
};
