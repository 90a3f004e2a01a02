import type { TopLevelSpec } from "vega-lite";

import { lowerIsBetter } from "../../evaluate/metric.js";
import type { Search } from "../../learn/search/trials.js";
import type { Catalogue } from "../language/catalogue.js";
import { colour } from "../theme.js";
import type { Point } from "./layers.js";

/** The best mean up to each trial, in the order of their numbers. */
export const bestSoFar = ({ metric, trials }: Search): Point[] => {
  const better = betterOf(metric);
  const points: Point[] = [];
  for (const { number: x, mean } of inOrder(trials)) {
    const before = points.at(-1);
    points.push({ x, y: before === undefined ? mean : better(before.y, mean) });
  }
  return points;
};

const betterOf = (metric: string) => (lowerIsBetter(metric) ? Math.min : Math.max);

/** Every trial's mean by its number, and the best so far as a line. */
export const searchProgress = (
  search: Search,
  label: string,
  text: Pick<Catalogue["choices"]["search"], "trial" | "taken">,
): TopLevelSpec => {
  const trials = inOrder(search.trials);
  const taken = trials.filter(({ number }) => number === search.best);
  const point = ({ number: x, mean: y }: Search["trials"][number]): Point => ({ x, y });
  const [first, last] = [trials[0]?.number ?? 0, trials.at(-1)?.number ?? 1];
  const margin = Math.max((last - first) * 0.03, 0.5);
  return {
    height: 300,
    layer: [
      {
        data: { values: trials.map(point) },
        mark: { type: "point", filled: true, opacity: 0.55, size: 32, color: colour.muted },
        encoding: {},
      },
      {
        data: { values: bestSoFar(search) },
        mark: { type: "line", interpolate: "step-after", color: colour.first, strokeWidth: 2.5 },
        encoding: {},
      },
      {
        data: { values: taken.map(point) },
        mark: { type: "point", filled: true, opacity: 1, size: 100, color: colour.second },
        encoding: {},
      },
      {
        data: { values: taken.map(point) },
        mark: {
          type: "text",
          text: text.taken,
          color: colour.muted,
          dy: betterOf(search.metric) === Math.min ? 18 : -16,
        },
        encoding: {},
      },
    ],
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        title: text.trial,
        scale: { domain: [first - margin, last + margin], nice: false, zero: false },
        axis: { format: "d", tickMinStep: 1, tickCount: 6, grid: false },
      },
      y: {
        field: "y",
        type: "quantitative",
        title: label,
        scale: { zero: false, padding: 24 },
        axis: { tickCount: 5, format: "~r" },
      },
    },
  };
};

const inOrder = (trials: Search["trials"]): Search["trials"] =>
  trials.toSorted((a, b) => a.number - b.number);
