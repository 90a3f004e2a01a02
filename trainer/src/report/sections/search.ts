import { lowerIsBetter } from "../../evaluate/metric.js";
import { standardDeviationOf } from "../../evaluate/spread.js";
import type { Search, Trial } from "../../learn/search/trials.js";
import { bestSoFar, searchProgress } from "../charts/search-progress.js";
import { searchedParameters } from "../charts/searched-parameters.js";
import type { Locale } from "../language/locale.js";
import { metricText } from "../metrics.js";
import type { ModelReport } from "../report-data.js";
import type { Section, Table } from "../section.js";

const SHOWN = 10;

/** The search for the options; nothing without a search. */
export const searchSections = ({ search }: ModelReport, locale: Locale): Section[] => {
  if (search === undefined || search.trials.length === 0) return [];
  const { choices } = locale.text;
  const { label, format } = metricText(search.metric, locale);
  const steps = bestSoFar(search);
  const last = steps.at(-1)!;
  const first = steps.find(({ y }) => y === last.y)!.x;
  const trials = locale.format.count(search.trials.length);
  const panels = searchedParameters(search, locale);
  return [
    {
      heading: choices.search.heading,
      reading: [choices.search.reading, ...withoutModel(search, locale)].join(" "),
      chart: {
        name: choices.search.name(label, trials, format(last.y), String(first)),
        spec: searchProgress(search, label, choices.search),
      },
      table: bestTrials(search, locale),
    },
    ...(panels === undefined
      ? []
      : [
          {
            heading: choices.searched.heading,
            reading: choices.searched.reading(label),
            chart: { name: choices.searched.name(label), spec: panels },
          },
        ]),
  ];
};

const withoutModel = ({ failed }: Search, { text }: Locale): string[] => {
  if (failed.length === 0) return [];
  const { failed: sentence, failure } = text.choices.search;
  return [sentence(failed.map(({ number, error }) => failure(number, error)).join(", "))];
};

const bestTrials = (search: Search, locale: Locale): Table => {
  const { label, format } = metricText(search.metric, locale);
  const { count } = locale.format;
  const names = locale.text.choices.search;
  const sign = lowerIsBetter(search.metric) ? 1 : -1;
  const best = search.trials
    .toSorted((a, b) => sign * (a.mean - b.mean) || a.number - b.number)
    .slice(0, SHOWN);
  const estimators = new Set(search.trials.map(({ estimator }) => estimator));
  return {
    caption: names.caption(count(best.length), count(search.trials.length), label),
    columns: [
      { name: names.trial, numeric: true },
      { name: names.mean, numeric: true },
      { name: names.deviation, numeric: true },
      { name: names.parameters },
    ],
    rows: best.map((trial) => [
      trial.number === search.best ? names.takenTrial(trial.number) : String(trial.number),
      format(trial.mean),
      format(standardDeviationOf(trial.folds)),
      [...(estimators.size > 1 ? [trial.estimator] : []), ...settings(trial, names.none)].join(
        ", ",
      ),
    ]),
  };
};

const settings = ({ parameters }: Trial, none: string): string[] =>
  Object.entries(parameters).map(([name, value]) => `${name} ${shown(value) ?? none}`);

const shown = (value: Trial["parameters"][string]): string | undefined =>
  typeof value === "number" ? String(Number(value.toPrecision(4))) : value?.toString();
