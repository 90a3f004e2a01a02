import type { TopLevelSpec } from "vega-lite";

import type { Search } from "../../learn/search/trials.js";
import type { Locale } from "../language/locale.js";
import { CHART_WIDTH, colour } from "../theme.js";
import { amountLabel, logTicks } from "./amount-axis.js";

const HEIGHT = 130;

// Panels with their axes are as wide as the other pictures, and their words have the same size.
const WIDTHS = { one: CHART_WIDTH - 60, two: CHART_WIDTH / 2 - 60 } as const;

/**
 * A panel for each numeric parameter of each estimator, with every trial's mean by the parameter's value.
 *
 * @returns undefined when no numeric parameter took more than one value
 */
export const searchedParameters = (search: Search, locale: Locale): TopLevelSpec | undefined => {
  const estimators = [...new Set(search.trials.map(({ estimator }) => estimator))];
  const panels = estimators.flatMap((estimator) => {
    const trials = search.trials.filter((trial) => trial.estimator === estimator);
    const names = [...new Set(trials.flatMap(({ parameters }) => Object.keys(parameters)))];
    return names.flatMap((name) => {
      const values = trials.flatMap(({ parameters, mean, number }) => {
        const x = parameters[name];
        return typeof x === "number" ? [{ x, y: mean, taken: number === search.best }] : [];
      });
      if (new Set(values.map(({ x }) => x)).size < 2) return [];
      const title = estimators.length > 1 ? `${estimator}: ${name}` : name;
      return [{ title, values, log: search.logarithmic.includes(name) }];
    });
  });
  if (panels.length === 0) return undefined;
  const means = search.trials.map(({ mean }) => mean);
  const [least, most] = [Math.min(...means), Math.max(...means)];
  const margin = (most - least) * 0.06 || 0.5;
  return {
    autosize: { type: "pad" },
    columns: 2,
    spacing: { row: 26, column: 22 },
    concat: panels.map(({ title, values, log }) => ({
      width: panels.length > 1 ? WIDTHS.two : WIDTHS.one,
      height: HEIGHT,
      data: { values },
      layer: [
        {
          transform: [{ filter: "!datum.taken" }],
          mark: { type: "point", filled: true, opacity: 0.5, size: 26, color: colour.first },
        },
        {
          transform: [{ filter: "datum.taken" }],
          mark: { type: "point", filled: true, opacity: 1, size: 90, color: colour.second },
        },
      ],
      encoding: {
        x: {
          field: "x",
          type: "quantitative",
          title,
          scale: { type: log ? "log" : "linear", zero: false, nice: false, padding: 6 },
          axis: {
            labelExpr: amountLabel(locale),
            labelOverlap: true,
            grid: false,
            ...ticks(values, log),
          },
        },
        y: {
          field: "y",
          type: "quantitative",
          title: null,
          scale: { domain: [least - margin, most + margin], nice: false, zero: false },
          axis: { tickCount: 4, format: "~r" },
        },
      },
    })),
  };
};

const ticks = (values: readonly { readonly x: number }[], log: boolean) => {
  if (!log) return { tickCount: 4 };
  const all = values.map(({ x }) => x);
  return logTicks([Math.min(...all), Math.max(...all)]);
};
