import type { TopLevelSpec } from "vega-lite";

import type { Locale } from "../language/locale.js";
import { colour } from "../theme.js";

/** What a confusion matrix counts: observations by what happened, and there by answer. */
export interface ConfusionMatrix {
  readonly actual: readonly string[];
  readonly answered: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** Up to so many answers, a cell has room for a count and its share. */
const ROOMY = 6;

/** The confusion matrix, each cell as dark as its share of its row, with its count and this share. */
export const confusionPlot = (
  { actual, answered, counts }: ConfusionMatrix,
  { text, format }: Locale,
): TopLevelSpec => {
  const { answer, happened } = text.classification.confusion;
  const roomy = answered.length <= ROOMY;
  const values = actual.flatMap((row, at) => {
    const all = counts[at]!.reduce((sum, n) => sum + n, 0);
    return answered.map((column, to) => {
      const n = counts[at]![to]!;
      const share = all === 0 ? 0 : n / all;
      const [count, percent] = [format.count(n), format.percent(share)];
      return { row, column, share, text: roomy && all > 0 ? [count, percent] : [count] };
    });
  });
  const x = {
    field: "column",
    type: "nominal" as const,
    title: answer,
    sort: [...answered],
    axis: {
      orient: "top" as const,
      labelAngle: answered.length > 3 ? -40 : 0,
      labelLimit: 110,
      ticks: false,
      domain: false,
    },
  };
  const y = {
    field: "row",
    type: "nominal" as const,
    title: happened,
    sort: [...actual],
    axis: { labelLimit: 170, ticks: false, domain: false },
  };
  return {
    height: 90 + actual.length * (roomy ? 56 : 32),
    data: { values },
    layer: [
      {
        mark: { type: "rect", color: colour.first, stroke: colour.paper, strokeWidth: 2 },
        encoding: {
          x,
          y,
          opacity: {
            field: "share",
            type: "quantitative",
            scale: { domain: [0, 1], range: [0.06, 0.55] },
            legend: null,
          },
        },
      },
      {
        mark: {
          type: "text",
          color: colour.ink,
          lineHeight: 15,
          dy: roomy ? -7 : 0,
          fontSize: roomy ? 13 : 11,
        },
        encoding: { x, y, text: { field: "text" } },
      },
    ],
  };
};
