import type { TopLevelSpec } from "vega-lite";

import type { ClassificationEvaluation } from "../../evaluate/evaluation.js";
import type { Catalogue } from "../language/catalogue.js";
import { precision, recall } from "../shares.js";
import { curve, dot, reference, words } from "./layers.js";
import { percentAxis } from "./percent-axis.js";

/** Below this recall, precision is a share of so few observations that noise would stretch the axis. */
export const FIRST_RECALL = 0.02;

/** Share of the flagged that are positives against share of positives caught, zoomed to the range of the precision. */
export const precisionRecallCurve = (
  evaluation: ClassificationEvaluation,
  text: Catalogue["classification"],
): TopLevelSpec => {
  const { precisionRecall, confusion, positives, observations } = evaluation;
  const baseRate = observations > 0 ? positives / observations : 0;
  const chosen = { x: recall(confusion), y: precision(confusion) };
  const points = precisionRecall
    .filter((point) => point.recall >= FIRST_RECALL)
    .map((point) => ({ x: point.recall, y: point.precision }));
  const highest = Math.max(baseRate, ...points.map(({ y }) => y), chosen.y || 0);
  const top = Math.min(1, highest * 1.1) || 1;
  return {
    height: 380,
    layer: [
      reference({ x: 0, y: baseRate }, { x: 1, y: baseRate }),
      words({ x: 0, y: baseRate }, text.line, {
        align: "left",
        dx: 6,
        // Below a line at the bottom are the words of the axis.
        dy: baseRate < top * 0.06 ? -10 : 10,
      }),
      curve(points),
      dot(chosen),
      words(chosen, text.threshold, { align: "left", dx: 8, dy: -10 }),
    ],
    encoding: {
      x: percentAxis("x", text.precisionRecall.recall, [0, 1]),
      y: percentAxis("y", text.precisionRecall.precision, [0, top]),
    },
  };
};
