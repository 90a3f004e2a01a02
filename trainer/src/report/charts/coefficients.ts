import type { TopLevelSpec } from "vega-lite";

import type { Coefficient } from "../../estimators/coefficient.js";
import { colour } from "../theme.js";
import { rowNames } from "./layers.js";

const ROW_HEIGHT = 48;

/** Unit of the coefficients, as label of their axis. */
export interface CoefficientScale {
  readonly title: string;
  readonly axis: { readonly format: string } | { readonly labelExpr: string };
}

/** Each coefficient as a dot, two standard errors to either side as a bar, in the given order from the top. */
export const coefficientPlot = (
  coefficients: readonly Coefficient[],
  { title, axis }: CoefficientScale,
): TopLevelSpec => {
  const values = coefficients.map(({ feature, estimate, standardError }) => ({
    feature,
    estimate,
    lower: estimate - 2 * standardError,
    upper: estimate + 2 * standardError,
  }));
  const edges = [0, ...values.flatMap(({ lower, upper }) => [lower, upper])];
  const [least, most] = [Math.min(...edges), Math.max(...edges)];
  const margin = (most - least) * 0.06 || 1;
  const y = { field: "feature", type: "nominal", sort: null, axis: null } as const;
  return {
    height: ROW_HEIGHT * Math.max(1, values.length) + 50,
    data: { values },
    layer: [
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: "rule", color: colour.muted, strokeWidth: 1.5, strokeDash: [5, 4] },
        encoding: { x: { field: "zero", type: "quantitative" } },
      },
      ...rowNames(-15),
      {
        mark: { type: "rule", color: colour.first, strokeWidth: 3, opacity: 0.5 },
        encoding: {
          y,
          x: {
            field: "lower",
            type: "quantitative",
            title,
            scale: { domain: [least - margin, most + margin], nice: false },
            axis: { tickCount: 6, ...axis },
          },
          x2: { field: "upper" },
        },
      },
      {
        mark: { type: "point", filled: true, opacity: 1, size: 70, color: colour.first },
        encoding: { y, x: { field: "estimate", type: "quantitative" } },
      },
    ],
  };
};
