import type { TopLevelSpec } from "vega-lite";

import type { ClassificationEvaluation } from "../../evaluate/evaluation.js";
import type { Catalogue } from "../language/catalogue.js";
import { falsePositiveRate, recall } from "../shares.js";
import { curve, dot, reference, words } from "./layers.js";
import { percentAxis } from "./percent-axis.js";

/** Share of positives caught against share of negatives flagged with them, as the threshold falls. */
export const rocCurve = (
  { roc, confusion }: ClassificationEvaluation,
  text: Catalogue["classification"],
): TopLevelSpec => {
  const chosen = { x: falsePositiveRate(confusion), y: recall(confusion) };
  return {
    height: 400,
    layer: [
      reference({ x: 0, y: 0 }, { x: 1, y: 1 }),
      words({ x: 0.6, y: 0.6 }, text.line, { align: "left", dx: 8, dy: 10 }),
      curve(roc.map(({ fpr, tpr }) => ({ x: fpr, y: tpr }))),
      dot(chosen),
      words(chosen, text.threshold, { align: "left", dx: 10, dy: 4 }),
    ],
    encoding: {
      x: percentAxis("x", text.roc.x, [0, 1]),
      y: percentAxis("y", text.roc.y, [0, 1]),
    },
  };
};
