import type { TopLevelSpec } from "vega-lite";

import type { IntervalCoverage } from "../../evaluate/evaluation.js";
import type { Catalogue } from "../language/catalogue.js";
import { colour } from "../theme.js";
import { reference } from "./layers.js";
import { percentAxis } from "./percent-axis.js";

/** Share of the labels inside the interval by decile of the answer, with the level of the interval. */
export const coveragePlot = (
  { interval: { level }, deciles }: IntervalCoverage,
  text: Pick<Catalogue["regression"]["interval"], "x" | "y">,
): TopLevelSpec => {
  const lowest = Math.min(level, ...deciles.map(({ lower }) => lower));
  const last = Math.max(1, ...deciles.map(({ decile }) => decile));
  return {
    height: 300,
    data: {
      values: deciles.map(({ decile: x, inside: y, lower, upper }) => ({ x, y, lower, upper })),
    },
    layer: [
      reference({ x: 0.5, y: level }, { x: last + 0.5, y: level }),
      {
        mark: { type: "rule", color: colour.first, strokeWidth: 1.5, opacity: 0.75 },
        encoding: { y: { field: "lower", type: "quantitative" }, y2: { field: "upper" } },
      },
      { mark: { type: "point", filled: true, opacity: 1, size: 55, color: colour.first } },
    ],
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        title: text.x,
        scale: { domain: [0.5, last + 0.5], nice: false, zero: false },
        axis: { values: deciles.map(({ decile }) => decile), grid: false, format: "d" },
      },
      y: percentAxis("y", text.y, [Math.max(0, lowest - (1 - lowest) * 0.1), 1]),
    },
  };
};
