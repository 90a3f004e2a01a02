import type { Manifest } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { MetricAbsent } from "../errors/errors.js";
import { agreed } from "./agreed.js";
import { measureClassification } from "./classification.js";
import { requireInRange } from "./metric-range.js";
import { evaluateMulticlass } from "./multiclass.js";
import { measureRegression } from "./regression.js";
import type { ScoredTable } from "./scored.js";
import type { Threshold } from "./threshold.js";

/** How a model answers, as its manifest states it. */
export type AnswerForm = Pick<Manifest, "task" | "classes" | "scale" | "threshold" | "costs">;

/**
 * Metrics of a scored view, by what the model answers. Without a threshold those of two classes are taken at 0.5.
 *
 * @throws `METRIC_OUT_OF_RANGE`, `NUMBER_NOT_FINITE`
 */
export const metricsOf = async (
  engine: Engine,
  scored: ScoredTable,
  form: AnswerForm,
): Promise<Readonly<Record<string, number>>> => {
  const { rows } = await engine.row<{ rows: number }>(
    `SELECT count(*) AS rows FROM ${scored.name}`,
  );
  const { metrics } = await measured(engine, scored, rows, form);
  requireInRange(metrics);
  return agreed(metrics);
};

const measured = (
  engine: Engine,
  scored: ScoredTable,
  rows: number,
  { task, classes = [], scale, threshold = EVEN, costs }: AnswerForm,
): Promise<{ readonly metrics: Readonly<Record<string, number>> }> => {
  if (task === "regression") return measureRegression(engine, scored, rows, scale);
  return classes.length > 2
    ? evaluateMulticlass(engine, scored, rows, { classes, costs }, { curves: false })
    : measureClassification(engine, scored, rows, threshold);
};

/** The threshold of a model that has none. */
export const EVEN: Threshold = { value: 0.5, policy: "an even chance" };

/**
 * One metric of a scored view, as {@link metricsOf} measures it.
 *
 * @throws `METRIC_ABSENT` when these observations cannot be measured by it
 */
export const measure = async (
  engine: Engine,
  scored: ScoredTable,
  form: AnswerForm,
  metric: string,
): Promise<number> => {
  const metrics = await metricsOf(engine, scored, form);
  const value = metrics[metric];
  if (value === undefined) throw new MetricAbsent({ metric });
  return value;
};
