import type { TopLevelSpec } from "vega-lite";

import { colour } from "../theme.js";

/** One layer of a Vega-Lite picture. */
export type Layer = Extract<TopLevelSpec, { layer: readonly unknown[] }>["layer"][number];

/** A point of a picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

const xy = {
  x: { field: "x", type: "quantitative" },
  y: { field: "y", type: "quantitative" },
} as const;

const inGivenOrder = { value: 0 } as const;

/** A line through the points in their own order. */
export const curve = (points: readonly Point[]): Layer => ({
  data: { values: [...points] },
  mark: { type: "line", color: colour.first, strokeWidth: 2.5, strokeJoin: "round" },
  encoding: { ...xy, order: inGivenOrder },
});

/** A dashed line to compare with. */
export const reference = (from: Point, to: Point): Layer => ({
  data: { values: [from, to] },
  mark: { type: "line", color: colour.muted, strokeWidth: 1.5, strokeDash: [5, 4] },
  encoding: { ...xy, order: inGivenOrder },
});

/** Distance of a word from its point, in pixels. */
export interface Placement {
  readonly align?: "left" | "center" | "right";
  readonly dx?: number;
  readonly dy?: number;
}

/** Words at a point. */
export const words = (point: Point, text: string, placement: Placement): Layer => ({
  data: { values: finite(point) },
  mark: { type: "text", text, color: colour.muted, ...placement },
  encoding: xy,
});

/** A dot. */
export const dot = (point: Point): Layer => ({
  data: { values: finite(point) },
  mark: { type: "point", filled: true, opacity: 1, size: 100, color: colour.second },
  encoding: xy,
});

// A share of nothing is NaN, which cannot be drawn.
const finite = (point: Point): Point[] =>
  Number.isFinite(point.x) && Number.isFinite(point.y) ? [point] : [];

/** The name of a row above it, from the left edge on. Lines behind it leave room. */
export const rowNames = (dy: number): Layer[] => {
  const encoding = {
    y: { field: "feature", type: "nominal", sort: null, axis: null },
    text: { field: "feature" },
  } as const;
  const mark = { type: "text", align: "left", x: 4, dy } as const;
  return [
    {
      mark: {
        ...mark,
        color: colour.paper,
        stroke: colour.paper,
        strokeWidth: 5,
        strokeJoin: "round",
      },
      encoding,
    },
    { mark: { ...mark, color: colour.ink }, encoding },
  ];
};
