import type { TopLevelSpec } from "vega-lite";

import { classColours, colour } from "../theme.js";
import { rowNames } from "./layers.js";

const ROW_HEIGHT = 36;

/** The share of something in each feature's values, in the release and in the window, as two dots in a row. */
export const sharePairs = (
  features: readonly {
    readonly feature: string;
    readonly now: number;
    readonly reference: number;
  }[],
  title: string,
  words: { readonly reference: string; readonly now: string },
): TopLevelSpec => {
  const most = Math.max(0.01, ...features.flatMap(({ now, reference }) => [now, reference]));
  const of = [words.reference, words.now];
  const y = { field: "feature", type: "nominal", sort: null, axis: null } as const;
  const x = {
    type: "quantitative" as const,
    title,
    scale: { domain: [0, most * 1.05], nice: false },
    axis: { format: "~%", tickCount: 5 },
  };
  return {
    height: ROW_HEIGHT * features.length + 90,
    data: {
      values: features.flatMap(({ feature, now, reference }) =>
        [reference, now].map((share, which) => ({
          feature,
          share,
          of: of[which]!,
          now,
          reference,
        })),
      ),
    },
    layer: [
      {
        mark: { type: "rule", color: colour.muted, strokeWidth: 2 },
        encoding: { y, x: { ...x, field: "reference" }, x2: { field: "now" } },
      },
      {
        mark: { type: "point", filled: true, opacity: 1, size: 70 },
        encoding: {
          y,
          x: { ...x, field: "share" },
          color: { field: "of", type: "nominal", scale: { domain: of, range: classColours(2) } },
        },
      },
      ...rowNames(-13),
    ],
  };
};
