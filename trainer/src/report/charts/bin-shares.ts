import type { TopLevelSpec } from "vega-lite";

import { classColours } from "../theme.js";
import { featureY, heightOf, panels, type Panel } from "./panels.js";

/** Room for the name of a bin, such as 0.0123–0.0456, in pixels. */
const LABEL = 100;

/** The shares of a feature's values by bin. */
export interface BinShares {
  readonly name: string;
  readonly bins: {
    readonly names: readonly string[];
    readonly reference: readonly number[];
    readonly now: readonly number[];
  };
}

/** The shares of each feature by bin, of the release and of the window beside each other. */
export const binShares = (
  features: readonly BinShares[],
  words: { readonly reference: string; readonly now: string },
): TopLevelSpec =>
  panels(
    features.map(({ name, bins: { names, reference, now } }): Panel => {
      // A bin that neither has, such as that of missing values, would be an empty row.
      const filled = names.filter((_, i) => reference[i]! > 0 || now[i]! > 0);
      const of = [words.reference, words.now];
      const y = featureY(name, filled);
      return {
        height: heightOf(filled.length, 2),
        data: {
          values: names.flatMap((bin, i) =>
            [reference[i]!, now[i]!].map((share, which) => ({ name: bin, of: of[which]!, share })),
          ),
        },
        transform: [{ filter: { field: "name", oneOf: filled } }],
        mark: { type: "bar" },
        encoding: {
          y: { ...y, axis: { ...y.axis, labelLimit: LABEL } },
          yOffset: { field: "of", sort: of },
          x: {
            field: "share",
            type: "quantitative",
            title: null,
            stack: null,
            axis: { format: "~%", tickCount: 3 },
          },
          color: { field: "of", type: "nominal", scale: { domain: of, range: classColours(2) } },
        },
      };
    }),
  );
