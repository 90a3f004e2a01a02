import type { TopLevelSpec } from "vega-lite";

import type { RegressionEvaluation } from "../../evaluate/evaluation.js";
import type { RegressionWords } from "../../model/words.js";
import type { Locale } from "../language/locale.js";
import { colour } from "../theme.js";
import { amountAxis, amountLabel, logTicks } from "./amount-axis.js";

/** Residuals by prediction: the middle half of each band as a thick bar, the middle nine tenths as a thin one. */
export const residualPlot = (
  { residuals, axis }: RegressionEvaluation,
  { target, unit }: RegressionWords,
  locale: Locale,
): TopLevelSpec => {
  const text = locale.text.regression;
  const log = axis === "log";
  const level = log ? 1 : 0;
  const values = residuals.map(({ predicted, ...quantiles }) => ({ x: predicted, ...quantiles }));
  const ends = [level, ...residuals.flatMap(({ p5, p95 }) => [p5, p95])];
  const range = widened([Math.min(...ends), Math.max(...ends)], log);
  const places = residuals.map(({ predicted }) => predicted);
  const y = {
    type: "quantitative" as const,
    title: log ? text.residuals.factor : text.residuals.difference(unit),
    scale: {
      type: axis,
      domain: range,
      nice: false,
      zero: false,
    },
    axis: log
      ? { format: "~r", labelOverlap: true, ...logTicks(range) }
      : { labelExpr: amountLabel(locale), tickCount: 6 },
  };
  const bar = (from: "p5" | "p25", to: "p75" | "p95", strokeWidth: number, opacity: number) => ({
    mark: { type: "rule" as const, color: colour.first, strokeWidth, opacity },
    encoding: { y: { ...y, field: from }, y2: { field: to } },
  });
  return {
    height: 340,
    data: { values },
    layer: [
      {
        data: { values: [{ level }] },
        mark: { type: "rule", color: colour.muted, strokeWidth: 1.5, strokeDash: [5, 4] },
        encoding: { x: {}, y: { ...y, field: "level" } },
      },
      bar("p5", "p95", 1.5, 0.75),
      bar("p25", "p75", 8, 0.45),
      {
        mark: { type: "point", filled: true, opacity: 1, size: 40, color: colour.first },
        encoding: { y: { ...y, field: "p50" } },
      },
    ],
    encoding: {
      x: amountAxis(
        "x",
        text.predictedAxis(target, unit),
        axis,
        widened([Math.min(...places), Math.max(...places)], log),
        locale,
      ),
    },
  };
};

/** A domain with room at both ends. */
const widened = ([low, high]: readonly [number, number], log: boolean): [number, number] => {
  if (!(low <= high)) return log ? [0.1, 10] : [-1, 1];
  if (log) {
    const factor = (high / low) ** 0.05 * 1.02;
    return [low / factor, high * factor];
  }
  const margin = (high - low) * 0.05 || 1;
  return [low - margin, high + margin];
};
