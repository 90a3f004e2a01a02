import type { Figure } from "@despliega/storage";
import type { TopLevelSpec } from "vega-lite";

import { colour } from "../theme.js";
import { rowNames } from "./layers.js";

const ROW_HEIGHT = 40;

/** Figures that are more or less than 0, each as a bar with its interval and its name above, in the given order. */
export const figureBars = (
  named: readonly { readonly name: string; readonly figure: Figure }[],
  title: string,
): TopLevelSpec => {
  const values = named.map(
    ({ name, figure: { value, interval: [low, high] = [value, value] } }) => ({
      feature: name,
      value,
      low,
      high,
    }),
  );
  const edges = [0, ...values.flatMap(({ low, high }) => [low, high])];
  const [least, most] = [Math.min(...edges), Math.max(...edges)];
  const margin = (most - least) * 0.04 || 1;
  const y = { field: "feature", type: "nominal", sort: null, axis: null } as const;
  const x = {
    type: "quantitative" as const,
    title,
    scale: { domain: [least - margin, most + margin], nice: false },
    axis: { tickCount: 5, format: "~g" },
  };
  return {
    height: ROW_HEIGHT * values.length + 50,
    data: { values },
    layer: [
      {
        mark: { type: "bar", color: colour.first, height: 9, opacity: 0.55 },
        encoding: { y, x: { ...x, field: "value" } },
      },
      {
        mark: { type: "rule", color: colour.first, strokeWidth: 2 },
        encoding: { y, x: { ...x, field: "low" }, x2: { field: "high" } },
      },
      ...rowNames(-15),
    ],
  };
};
