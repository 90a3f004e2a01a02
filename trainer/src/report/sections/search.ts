import { lowerIsBetter } from "../../evaluate/metric.js";
import { bestSoFar, searchProgress } from "../charts/search-progress.js";
import { searchedParameters } from "../charts/searched-parameters.js";
import { count } from "../format.js";
import { metricText } from "../metrics.js";
import type { ModelReport } from "../report-data.js";
import type { Search, Trial } from "../../learn/search/trials.js";
import type { Section, Table } from "../section.js";
import { standardDeviationOf } from "../../evaluate/spread.js";

const SHOWN = 10;

/** The search for the options; nothing without a search. */
export const searchSections = ({ search }: ModelReport): Section[] => {
  if (search === undefined || search.trials.length === 0) return [];
  const { label, format } = metricText(search.metric);
  const steps = bestSoFar(search);
  const last = steps.at(-1)!;
  const panels = searchedParameters(search);
  return [
    {
      heading: "Parameter search",
      reading: `Each dot is one set of parameters, measured by cross-validation on the training observations; the line is the best so far. The longer it lies flat at the end, the less a longer search would bring.${withoutModel(search)}`,
      chart: {
        name: `${label} of ${count(search.trials.length)} trials; the best, ${format(last.y)}, was first reached by trial ${firstAt(steps, last.y)}.`,
        spec: searchProgress(search, label),
      },
      table: bestTrials(search),
    },
    ...(panels === undefined
      ? []
      : [
          {
            heading: "Searched parameters",
            reading: `The ${label} of the same trials by the value of each parameter that is a number; the other parameters differ from dot to dot. Where the best are at an end, the search ended too early there. The trial that was chosen is the large dot.`,
            chart: { name: `${label} of every trial by each searched parameter.`, spec: panels },
          },
        ]),
  ];
};

const withoutModel = ({ failed }: Search): string =>
  failed.length === 0
    ? ""
    : ` Without a model: ${failed.map(({ number, error }) => `trial ${number} (${error})`).join(", ")}.`;

const firstAt = (steps: readonly { readonly x: number; readonly y: number }[], best: number) =>
  steps.find(({ y }) => y === best)?.x;

const bestTrials = (search: Search): Table => {
  const { label, format } = metricText(search.metric);
  const sign = lowerIsBetter(search.metric) ? 1 : -1;
  const best = search.trials
    .toSorted((a, b) => sign * (a.mean - b.mean) || a.number - b.number)
    .slice(0, SHOWN);
  const estimators = new Set(search.trials.map(({ estimator }) => estimator));
  return {
    caption: `Best ${best.length} of ${count(search.trials.length)} trials by ${label}`,
    columns: [
      { name: "Trial", numeric: true },
      { name: "Mean", numeric: true },
      { name: "Std. dev.", numeric: true },
      { name: "Parameters" },
    ],
    rows: best.map((trial) => [
      trial.number === search.best ? `${trial.number} (taken)` : String(trial.number),
      format(trial.mean),
      format(standardDeviationOf(trial.folds)),
      [...(estimators.size > 1 ? [trial.estimator] : []), ...settings(trial)].join(", "),
    ]),
  };
};

const settings = ({ parameters }: Trial): string[] =>
  Object.entries(parameters).map(([name, value]) => `${name} ${shown(value)}`);

const shown = (value: Trial["parameters"][string]): string =>
  typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value ?? "none");
