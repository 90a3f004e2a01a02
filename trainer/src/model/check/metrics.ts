import { metricOf, METRICS, type Metric } from "../../evaluate/metric.js";
import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";

/** The fields of a definition that name metrics. */
type Judged = Pick<
  ModelDefinition,
  "name" | "task" | "gates" | "crossValidation" | "estimators" | "search"
>;

/**
 * A metric must be able to judge the model: it exists, belongs to the task, has a direction, and is measured on the logarithm
 * only where every estimator learns that.
 */
export const checkMetrics = (model: Judged): readonly FieldProblem[] => {
  const judging: readonly (readonly [FieldProblem["path"], string])[] = [
    ...model.gates.map(({ metric }, at) => [["gates", at, "metric"], metric] as const),
    ...(model.crossValidation === undefined
      ? []
      : [[["crossValidation", "metric"], model.crossValidation.metric] as const]),
  ];
  const usable = Object.entries(METRICS).filter(([, metric]) => !problemOf(metric, model));
  const known = usable.map(([name]) => name).join(", ");
  return judging.flatMap(([path, name]) => {
    const problem = problemOf(metricOf(name), model);
    return problem === undefined
      ? []
      : [{ path, problem: `is ${name}, which ${problem}: write one of ${known}` }];
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
