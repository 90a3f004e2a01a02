import type { Config } from "vega-lite";

/** Width of every picture in pixels; it fits a telephone without its text becoming too small. */
export const CHART_WIDTH = 440;

/**
 * Colours by role, from Okabe and Ito's palette for colour-blind readers. The page sets the variables for light and
 * dark; the value after the comma is for a picture outside of the page.
 */
export const colour = {
  paper: "var(--paper, #ffffff)",
  ink: "var(--ink, #1c2127)",
  muted: "var(--muted, #5c6670)",
  grid: "var(--grid, #e3e7eb)",
  first: "var(--first, #0072b2)",
  second: "var(--second, #d55e00)",
} as const;

/** A colour for each class: two as in all pictures, else up to eight, after which they begin again. */
export const classColours = (classes: number): string[] => {
  if (classes <= 2) return [colour.first, colour.second];
  return Array.from({ length: classes }, (_, i) => EIGHT[i % EIGHT.length]!);
};

const EIGHT = [
  colour.first,
  colour.second,
  "var(--third, #009e73)",
  "var(--fourth, #b8558f)",
  "var(--fifth, #b07c00)",
  "var(--sixth, #3d9fd6)",
  "var(--seventh, #6b7280)",
  "var(--eighth, #7a5195)",
];

const font = "system-ui, sans-serif";

/** The look that all pictures share. */
export const theme: Config = {
  aria: false,
  background: "transparent",
  font,
  padding: { left: 4, right: 12, top: 8, bottom: 4 },
  view: { stroke: null },
  axis: {
    domainColor: colour.muted,
    gridColor: colour.grid,
    tickColor: colour.muted,
    labelColor: colour.muted,
    titleColor: colour.ink,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 600,
    titlePadding: 8,
    labelFlush: false,
  },
  legend: {
    labelColor: colour.ink,
    labelFontSize: 12,
    labelLimit: 0,
    orient: "top",
    columns: 1,
    symbolType: "square",
    title: null,
  },
  text: { color: colour.ink, font, fontSize: 12 },
};
