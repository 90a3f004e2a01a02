import type { TopLevelSpec } from "vega-lite";

import { colour } from "../theme.js";

/** A number for each day, as bars in the order of the days. */
export const dayBars = (
  values: readonly { readonly day: string; readonly value: number }[],
  title: string,
): TopLevelSpec => ({
  height: 180,
  data: { values: [...values] },
  mark: { type: "bar", color: colour.first, opacity: 0.8 },
  encoding: {
    x: {
      field: "day",
      type: "ordinal",
      title: null,
      axis: {
        labelAngle: -45,
        labelOverlap: true,
        grid: false,
        labelExpr: "slice(datum.value, 5)",
      },
    },
    y: { field: "value", type: "quantitative", title, axis: { tickCount: 4, format: "~s" } },
  },
});
