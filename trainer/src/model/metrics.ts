import { MetricUnusable } from "../errors/errors.js";
import { metricOf, METRICS, type Metric } from "../evaluate/metric.js";
import type { ModelDefinition } from "./model.js";

/** What a definition says of the metrics that decide. */
type Judged = Pick<
  ModelDefinition,
  "name" | "task" | "gates" | "crossValidation" | "estimators" | "search"
>;

/**
 * Refuses a model that is judged by a metric that cannot judge it: one that does not exist, is another task's, has no
 * better side, or is of the logarithm, which not all of its estimators learn.
 *
 * @throws `METRIC_UNUSABLE`
 */
export const requireMetrics = (model: Judged): void => {
  for (const { metric } of model.gates) requireMetric(model, "a promotion check", metric);
  if (model.crossValidation !== undefined)
    requireMetric(model, "cross-validation", model.crossValidation.metric);
};

const requireMetric = (model: Judged, use: string, name: string): void => {
  const problem = problemOf(metricOf(name), model);
  if (problem === undefined) return;
  const usable = Object.entries(METRICS).filter(([, metric]) => !problemOf(metric, model));
  throw new MetricUnusable({
    model: model.name,
    use,
    metric: name,
    problem,
    usable: usable.map(([known]) => known),
  });
};

const problemOf = (metric: Metric | undefined, model: Judged): string | undefined => {
  if (metric === undefined) return "is no metric";
  if (metric.task !== model.task) return `is a metric of a ${metric.task}`;
  if (metric.better === undefined)
    return "is neither better when it is higher nor when it is lower";
  if (metric.logarithm && !learnsLogarithm(model)) return LOGARITHM;
  return undefined;
};

const LOGARITHM = "needs the option target: log of every estimator";

const learnsLogarithm = ({ estimators, search }: Judged): boolean =>
  [...estimators, ...(search ?? []).map(({ options }) => options)].every(
    (options) => "target" in options && options.target === "log",
  );
