import type { TopLevelSpec } from "vega-lite";

import type { FeatureAxis } from "../../learn/shapes/feature-axis.js";
import type { Locale } from "../language/locale.js";
import { CHART_WIDTH } from "../theme.js";
import { mayBeYears } from "../years.js";
import { amountLabel, logTicks } from "./amount-axis.js";

/** One of several small pictures. */
export type Panel = Extract<TopLevelSpec, { concat: readonly unknown[] }>["concat"][number];

const HEIGHT = 120;

/** Height of a row of a panel with names, in pixels. */
const ROW = 17;

// Panels with their axes are as wide as the other pictures, and their words have the same size.
const WIDTHS = { one: CHART_WIDTH - 60, two: CHART_WIDTH / 2 - 60 } as const;

/** Small pictures side by side, two in a row, whose classes have one legend. */
export const panels = (all: readonly Panel[]): TopLevelSpec => ({
  autosize: { type: "pad" },
  columns: 2,
  spacing: { row: 26, column: 22 },
  resolve: { scale: { color: "shared" } },
  concat: all.map((panel) => ({
    width: all.length > 1 ? WIDTHS.two : WIDTHS.one,
    height: HEIGHT,
    ...panel,
  })),
});

/** Height of a panel with names, each with some bars. */
export const heightOf = (names: number, bars: number): number =>
  Math.max(60, names * Math.max(ROW, 7 * bars + 5));

/** The axis of a feature with numbers. */
export const featureX = (
  title: string,
  { scale, edges }: Extract<FeatureAxis, { kind: "numbers" }>,
  locale: Locale,
) => {
  const domain: [number, number] = [edges[0]!, edges.at(-1)!];
  return {
    field: "x",
    type: "quantitative" as const,
    title,
    scale: { type: scale, domain, nice: false, zero: false },
    axis: {
      labelExpr: mayBeYears(domain) ? "datum.value" : amountLabel(locale),
      labelOverlap: true,
      grid: false,
      ...(scale === "log" ? logTicks(domain) : { tickCount: 4 }),
    },
  };
};

/** The axis of a feature with names, as rows from the top. */
export const featureY = (title: string, names: readonly string[]) => ({
  field: "name",
  type: "nominal" as const,
  title,
  sort: [...names],
  axis: {
    titleAngle: 0,
    titleAlign: "left" as const,
    titleAnchor: "start" as const,
    titleX: 0,
    titleY: -8,
    labelLimit: 70,
    ticks: false,
    domain: false,
  },
});
