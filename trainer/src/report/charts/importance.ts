import type { TopLevelSpec } from "vega-lite";

import type { FeatureImportance } from "../../learn/importance.js";
import { colour } from "../theme.js";
import { rowNames } from "./layers.js";

const ROW_HEIGHT = 40;

/** Each feature's loss by permutation as a bar, one standard deviation to either side, in the given order. */
export const importancePlot = (
  features: readonly FeatureImportance[],
  title: string,
): TopLevelSpec => {
  const values = features.map(({ feature, permutation: { mean, standardDeviation } }) => ({
    feature,
    mean,
    lower: mean - standardDeviation,
    upper: mean + standardDeviation,
  }));
  const edges = [0, ...values.flatMap(({ lower, upper }) => [lower, upper])];
  const [least, most] = [Math.min(...edges), Math.max(...edges)];
  const margin = (most - least) * 0.04 || 1;
  const y = { field: "feature", type: "nominal", sort: null, axis: null } as const;
  const x = {
    type: "quantitative" as const,
    title,
    scale: { domain: [least < 0 ? least - margin : 0, most + margin], nice: false },
    axis: { tickCount: 5, format: "~g" },
  };
  return {
    height: ROW_HEIGHT * Math.max(1, values.length) + 50,
    data: { values },
    layer: [
      {
        mark: { type: "bar", color: colour.first, height: 9, opacity: 0.55 },
        encoding: { y, x: { ...x, field: "mean" } },
      },
      {
        mark: { type: "rule", color: colour.first, strokeWidth: 2 },
        encoding: { y, x: { ...x, field: "lower" }, x2: { field: "upper" } },
      },
      {
        // Beside the bars only. At the left edge, the usual place of zero, it would cross the names.
        mark: { type: "rule", color: colour.muted, strokeWidth: 1.5, strokeDash: [5, 4] },
        encoding: {
          y: { ...y, bandPosition: 0.28 },
          y2: { field: "feature", bandPosition: 1 },
          x: { ...x, datum: 0 },
        },
      },
      ...rowNames(-15),
    ],
  };
};
