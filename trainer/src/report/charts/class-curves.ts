import type { TopLevelSpec } from "vega-lite";

import type { ClassCurves } from "../../evaluate/evaluation.js";
import type { Locale } from "../language/locale.js";
import { classColours } from "../theme.js";
import { reference, words, type Layer } from "./layers.js";
import { percentAxis } from "./percent-axis.js";
import { FIRST_RECALL } from "./precision-recall.js";

/** A class and how well its scores tell it from all others; without curves it has no observation. */
export interface NamedCurves {
  readonly name: string;
  readonly curves?: ClassCurves;
}

interface ClassPoint {
  readonly class: string;
  readonly x: number;
  readonly y: number;
}

/** The ROC curve of each class. */
export const rocByClass = (classes: readonly NamedCurves[], { text }: Locale): TopLevelSpec => {
  const { line, roc } = text.classification;
  const points = pointsOf(classes, ({ roc: own }) => own.map(({ fpr: x, tpr: y }) => ({ x, y })));
  return picture(
    400,
    [
      reference({ x: 0, y: 0 }, { x: 1, y: 1 }),
      words({ x: 0.6, y: 0.6 }, line, { align: "left", dx: 8, dy: 10 }),
      lines(classes, points),
    ],
    percentAxis("x", roc.x, [0, 1]),
    percentAxis("y", roc.y, [0, 1]),
  );
};

/** The precision of each class against its recall. */
export const precisionByClass = (
  classes: readonly NamedCurves[],
  { text }: Locale,
): TopLevelSpec => {
  const { precisionRecall } = text.classification;
  const points = pointsOf(classes, (own) =>
    own.precisionRecall
      .filter(({ recall }) => recall >= FIRST_RECALL)
      .map(({ recall: x, precision: y }) => ({ x, y })),
  );
  return picture(
    380,
    [lines(classes, points)],
    percentAxis("x", precisionRecall.recall, [0, 1]),
    percentAxis("y", precisionRecall.precision, [0, 1]),
  );
};

/** How often each class happened by the probability that it got, in tenths of the observations. */
export const calibrationByClass = (
  classes: readonly NamedCurves[],
  { text }: Locale,
): TopLevelSpec => {
  const { line, x, y } = text.classification.calibration;
  const points = pointsOf(classes, ({ calibration }) =>
    calibration
      .filter(({ observations }) => observations > 0)
      .map(({ predicted, observed }) => ({ x: predicted, y: observed })),
  );
  return picture(
    420,
    [
      reference({ x: 0, y: 0 }, { x: 1, y: 1 }),
      words({ x: 0.6, y: 0.6 }, line, { align: "left", dx: 8, dy: 10 }),
      lines(classes, points, true),
    ],
    percentAxis("x", x, [0, 1]),
    percentAxis("y", y, [0, 1]),
  );
};

const pointsOf = (
  classes: readonly NamedCurves[],
  of: (curves: ClassCurves) => readonly { readonly x: number; readonly y: number }[],
): ClassPoint[] =>
  classes.flatMap(({ name, curves }) =>
    curves === undefined ? [] : of(curves).map((point) => ({ class: name, ...point })),
  );

const picture = (
  height: number,
  layer: Layer[],
  x: ReturnType<typeof percentAxis>,
  y: ReturnType<typeof percentAxis>,
): TopLevelSpec => ({ height, layer, encoding: { x, y } });

/** More classes than this have their names in two columns. */
const ONE_COLUMN = 4;

const lines = (
  classes: readonly NamedCurves[],
  points: readonly ClassPoint[],
  isDotted = false,
): Layer => ({
  data: { values: [...points] },
  mark: {
    type: "line",
    strokeWidth: 2,
    strokeJoin: "round",
    ...(isDotted ? { point: { filled: true, size: 30 } } : {}),
  },
  encoding: {
    x: { field: "x", type: "quantitative" },
    y: { field: "y", type: "quantitative" },
    order: { value: 0 },
    color: {
      field: "class",
      type: "nominal",
      scale: {
        domain: classes.map(({ name }) => name),
        range: classColours(classes.length),
      },
      legend: { columns: classes.length > ONE_COLUMN ? 2 : 1, symbolType: "stroke" },
    },
  },
});
