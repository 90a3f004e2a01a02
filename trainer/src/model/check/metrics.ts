import { metricOf, METRICS, type Metric } from "../../evaluate/metric.js";
import { severalClasses } from "../classes.js";
import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";

/** The fields of a definition that name metrics. */
type Judged = Pick<
  ModelDefinition,
  "name" | "task" | "classes" | "gates" | "crossValidation" | "estimators" | "search"
>;

/**
 * A metric must be able to judge the model: it exists, belongs to the task, has a direction, or a best value where a check
 * states a distance, is measured on the logarithm only where every estimator learns that, and of two classes only where the
 * model has no more.
 */
export const checkMetrics = (model: Judged): readonly FieldProblem[] => {
  const judging: readonly (readonly [FieldProblem["path"], string, By])[] = [
    ...model.gates.map(
      (check, at) =>
        [["gates", at, "metric"], check.metric, "floor" in check ? "better" : "ideal"] as const,
    ),
    ...(model.crossValidation === undefined
      ? []
      : [[["crossValidation", "metric"], model.crossValidation.metric, "better"] as const]),
  ];
  return judging.flatMap(([path, name, by]) => {
    const problem = problemOf(metricOf(name), model, by);
    if (problem === undefined) return [];
    const usable = Object.entries(METRICS).filter(([, metric]) => !problemOf(metric, model, by));
    const known = usable.map(([each]) => each).join(", ");
    const isChecked = path[0] === "gates" && by === "better";
    const distance =
      isChecked && metricOf(name)?.ideal !== undefined ? `{ metric: ${name}, within: … }, or ` : "";
    const cure = known === "" ? "" : `: write ${distance}one of ${known}`;
    return [{ path, problem: `is ${name}, which ${problem}${cure}` }];
  });
};

/** What a metric must have: a direction, or a best value in between. */
type By = "better" | "ideal";

const problemOf = (metric: Metric | undefined, model: Judged, by: By): string | undefined => {
  if (metric === undefined) return "is no metric";
  if (metric.task !== model.task) return `is a metric of a ${metric.task}`;
  if (metric[by] === undefined) return LACKING[by];
  if (metric.logarithm && !learnsLogarithm(model)) return LOGARITHM;
  if (metric.twoClasses && severalClasses(model) !== undefined) return "is of two classes only";
  return undefined;
};

const LACKING: Readonly<Record<By, string>> = {
  better: "is neither better when it is higher nor when it is lower",
  ideal: "has no best value in between, and needs a floor and a tolerance",
};

const LOGARITHM = "needs the option target: log of every estimator";

const learnsLogarithm = ({ estimators, search }: Judged): boolean =>
  [...estimators, ...(search ?? []).map(({ options }) => options)].every(
    (options) => "target" in options && options.target === "log",
  );
