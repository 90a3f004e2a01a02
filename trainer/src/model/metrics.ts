import { MetricUnusable } from "../errors/errors.js";
import { metricOf, METRICS, type Metric } from "../evaluate/metric.js";
import type { ModelDefinition } from "./model.js";

/** The fields of a definition that name metrics. */
type Judged = Pick<
  ModelDefinition,
  "name" | "task" | "gates" | "crossValidation" | "estimators" | "search"
>;

/**
 * Refuses a metric that cannot judge the model: it does not exist, belongs to another task, has no direction, or is
 * measured on the logarithm, which some estimator does not learn.
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
