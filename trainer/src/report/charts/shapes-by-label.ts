import type { TopLevelSpec } from "vega-lite";

import type { Axis } from "../../evaluate/evaluation.js";
import type { FeatureShape } from "../../learn/shapes/shapes.js";
import type { Locale } from "../language/locale.js";
import { colour } from "../theme.js";
import { amountLabel, logTicks } from "./amount-axis.js";
import { featureX, featureY, heightOf, panels, type Panel } from "./panels.js";

/** The label against each feature: its median at each place, and the middle half around it. */
export const shapesByLabel = (
  shapes: readonly FeatureShape[],
  scale: Axis,
  locale: Locale,
): TopLevelSpec => {
  const ends = shapes.flatMap(({ groups }) =>
    groups.flatMap(({ label }) => (label === undefined ? [] : [label.p25, label.p75])),
  );
  const positive = scale === "log" && ends.every((end) => end > 0);
  const domain: [number, number] = [Math.min(...ends), Math.max(...ends)];
  const label = {
    type: "quantitative" as const,
    title: null,
    scale: { type: positive ? ("log" as const) : ("linear" as const), domain, zero: false },
    axis: {
      labelExpr: amountLabel(locale),
      labelOverlap: true,
      ...(positive ? logTicks(domain) : { tickCount: 4 }),
    },
  };
  return panels(
    shapes.map(({ feature, axis, groups }): Panel => {
      const places = groups.filter(({ place }) => place !== null);
      const named = axis.kind === "names";
      const [along, other, end] = named ? (["y", "x", "x2"] as const) : (["x", "y", "y2"] as const);
      const place = named ? featureY(feature, axis.names) : featureX(feature, axis, locale);
      return {
        ...(named ? { height: heightOf(axis.names.length, 1) } : {}),
        data: {
          values: places.map(({ place: at, label: quantiles }) => ({
            ...quantiles,
            ...(named ? { name: axis.names[at!] } : { x: middle(axis, at!) }),
          })),
        },
        layer: [
          {
            mark: { type: "rule", color: colour.first, strokeWidth: 6, opacity: 0.4 },
            encoding: {
              [along]: place,
              [other]: { ...label, field: "p25" },
              [end]: { field: "p75" },
            },
          },
          {
            mark: { type: "point", filled: true, opacity: 1, size: 26, color: colour.first },
            encoding: { [along]: place, [other]: { ...label, field: "p50" } },
          },
        ],
      };
    }),
  );
};

const middle = (
  { scale, edges }: Extract<FeatureShape["axis"], { kind: "numbers" }>,
  place: number,
): number => {
  const [from, to] = [edges[place]!, edges[place + 1]!];
  return scale === "log" ? Math.sqrt(from * to) : (from + to) / 2;
};
