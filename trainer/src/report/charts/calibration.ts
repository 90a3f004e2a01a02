import type { TopLevelSpec } from "vega-lite";

import type { CalibrationBin } from "../../evaluate/evaluation.js";
import type { Catalogue } from "../language/catalogue.js";
import { colour } from "../theme.js";
import { reference, words, type Layer } from "./layers.js";
import { percentAxis } from "./percent-axis.js";

/**
 * Observed share of positives against mean score by bin, with intervals, zoomed to the range of the scores.
 *
 * @param before the bins of the scores before calibration, which are drawn hollow. Default: none
 */
export const calibrationPlot = (
  bins: readonly CalibrationBin[],
  text: Pick<Catalogue["classification"]["calibration"], "line" | "x" | "y">,
  before: readonly CalibrationBin[] = [],
): TopLevelSpec => {
  const drawn = bins.filter(({ observations }) => observations > 0);
  const farthest = Math.max(
    0,
    ...drawn.flatMap(({ predicted, upper }) => [predicted, upper]),
    ...before.flatMap(({ predicted, observed }) => [predicted, observed]),
  );
  const end = Math.min(1, farthest * 1.08) || 1;
  return {
    height: 420,
    data: {
      values: drawn.map(({ predicted: x, observed: y, lower, upper }) => ({ x, y, lower, upper })),
    },
    layer: [
      reference({ x: 0, y: 0 }, { x: end, y: end }),
      words({ x: end * 0.6, y: end * 0.6 }, text.line, { align: "left", dx: 8, dy: 10 }),
      {
        mark: { type: "rule", color: colour.first, strokeWidth: 1.5, opacity: 0.75 },
        encoding: { y: { field: "lower", type: "quantitative" }, y2: { field: "upper" } },
      },
      ...(before.length === 0 ? [] : [hollow(before)]),
      { mark: { type: "point", filled: true, opacity: 1, size: 55, color: colour.first } },
    ],
    encoding: {
      x: percentAxis("x", text.x, [0, end]),
      y: percentAxis("y", text.y, [0, end]),
    },
  };
};

const hollow = (bins: readonly CalibrationBin[]): Layer => ({
  data: { values: bins.map(({ predicted: x, observed: y }) => ({ x, y })) },
  mark: { type: "point", filled: false, opacity: 1, size: 55, color: colour.muted },
});
