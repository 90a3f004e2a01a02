import type { TopLevelSpec } from "vega-lite";

import { colour } from "../theme.js";
import type { Layer } from "./layers.js";

/** A figure of one week. */
export interface WeekFigure {
  /** Its first day. */
  readonly from: string;
  readonly value: number;
  readonly interval?: readonly [low: number, high: number] | undefined;
}

/** A metric by week as dots with their intervals, beside that of the release as a dashed line. */
export const weekFigures = (
  weeks: readonly WeekFigure[],
  release: number | undefined,
  title: string,
  words: { readonly reference: string; readonly week: string },
): TopLevelSpec => {
  const values = weeks.map(({ from, value, interval: [low, high] = [value, value] }) => ({
    from,
    value,
    low,
    high,
  }));
  const edges = [
    ...values.flatMap(({ low, high }) => [low, high]),
    ...(release === undefined ? [] : [release]),
  ];
  const [least, most] = [Math.min(...edges), Math.max(...edges)];
  const margin = (most - least) * 0.08 || 0.01;
  const x = {
    field: "from",
    type: "ordinal" as const,
    title: words.week,
    axis: { labelAngle: -45, labelOverlap: true, grid: false, labelExpr: "slice(datum.value, 5)" },
  };
  const y = {
    type: "quantitative" as const,
    title,
    scale: { domain: [least - margin, most + margin], nice: false, zero: false },
    axis: { tickCount: 5, format: "~g" },
  };
  return {
    height: 240,
    data: { values },
    layer: [
      ...releaseLine(release, y, words.reference),
      {
        mark: { type: "rule", color: colour.first, strokeWidth: 3, opacity: 0.5 },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
      },
      {
        mark: { type: "point", filled: true, opacity: 1, size: 70, color: colour.first },
        encoding: { x, y: { ...y, field: "value" } },
      },
    ],
  };
};

const releaseLine = (release: number | undefined, y: object, text: string): Layer[] => {
  if (release === undefined) return [];
  const data = { values: [{ release }] };
  const encoding = { y: { ...y, field: "release", type: "quantitative" as const } };
  return [
    { data, mark: { type: "rule", color: colour.muted, strokeDash: [5, 4] }, encoding },
    {
      data,
      mark: { type: "text", text, align: "right", x: "width", dy: -8, color: colour.muted },
      encoding,
    },
  ];
};
