import type { TopLevelSpec } from "vega-lite";

import type { RegressionEvaluation } from "../../evaluate/evaluation.js";
import type { RegressionWords } from "../../model/words.js";
import { capital } from "@despliega/storage/language";
import type { Locale } from "../language/locale.js";
import { colour } from "../theme.js";
import { amountAxis } from "./amount-axis.js";
import { reference } from "./layers.js";

/** How many observations have an answer and a label in each square; they are equal on the dashed line. */
export const densityPlot = (
  { density: { edges, cells }, axis }: RegressionEvaluation,
  { observations, target, unit }: RegressionWords,
  locale: Locale,
): TopLevelSpec => {
  const { predictedAxis, predictedActual } = locale.text.regression;
  const values = cells.map((cell) => ({
    x: edges[cell.predicted]!,
    x2: edges[cell.predicted + 1]!,
    y: edges[cell.actual]!,
    y2: edges[cell.actual + 1]!,
    n: cell.observations,
  }));
  const [low, high] = [edges[0]!, edges.at(-1)!];
  const most = Math.max(2, ...values.map(({ n }) => n));
  return {
    height: 460,
    layer: [
      {
        data: { values },
        mark: { type: "rect", color: colour.first, clip: true },
        encoding: {
          x2: { field: "x2" },
          y2: { field: "y2" },
          opacity: {
            field: "n",
            type: "quantitative",
            scale: { type: "log", domain: [1, most], range: [0.12, 1], nice: false },
            legend: {
              title: capital(predictedActual.inSquare(observations)),
              titleColor: colour.muted,
              titleFontSize: 12,
              titleFontWeight: 400,
              symbolFillColor: colour.first,
              symbolStrokeColor: colour.first,
              direction: "horizontal",
              columns: 0,
              values: legendValues(most),
              format: ",d",
            },
          },
        },
      },
      reference({ x: low, y: low }, { x: high, y: high }),
    ],
    encoding: {
      x: amountAxis("x", predictedAxis(target, unit), axis, [low, high], locale),
      y: amountAxis("y", predictedActual.actual(target), axis, [low, high], locale),
    },
  };
};

const legendValues = (most: number): number[] => [
  ...new Set([1, Math.round(Math.sqrt(most)), most]),
];
