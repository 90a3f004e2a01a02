import type { TinyRelease } from "../support/release.js";
import { SENSITIVE } from "../support/release.js";
import { THREE_CLASSES } from "../support/classes-release.js";

/** A text that would be markup, if a page took it for it. */
export const HOSTILE = '<img src=x onerror="document.title=1">';

/** The figures of a report of two classes, as far as the console draws them. */
export const FIGURES = {
  ...{ observations: 100, positives: 20, confusion: { tp: 15, fp: 10, tn: 70, fn: 5 } },
  distribution: [
    { from: 0.1, to: 0.4, class: 0, share: 0.75 },
    { from: 0.4, to: 0.9, class: 0, share: 0.25 },
    { from: 0.1, to: 0.4, class: 1, share: 0.1 },
    { from: 0.4, to: 0.9, class: 1, share: 0.9 },
  ],
  intervals: { level: 0.95, metrics: { rocAuc: [0.7, 0.8] } },
  calibration: [
    { predicted: 0.1, observed: 0.12, lower: 0.05, upper: 0.2 },
    { predicted: 0.6, observed: 0.55, lower: 0.4, upper: 0.7 },
  ],
  roc: [
    { fpr: 0, tpr: 0 },
    { fpr: 0.2, tpr: 0.8 },
    { fpr: 1, tpr: 1 },
  ],
};

/** The parts of a release that hold them. */
export const PARTS = [
  { name: "metrics.json", source: Buffer.from(JSON.stringify(FIGURES)) },
  { name: "report.html", source: Buffer.from("<style>p{}</style><p>Good</p>") },
];

/** A tiny release that is asked by values. */
const byValues = (
  model: string,
  description: TinyRelease["description"],
  release: TinyRelease = {},
): TinyRelease => ({
  ...release,
  model,
  description: { ...description, serving: { by: "row", answer: "clase" } },
});

/** A model of two classes with figures, one of three classes, and one whose texts are hostile. */
export const RELEASES: readonly TinyRelease[] = [
  { parts: PARTS },
  byValues("flores", { ...THREE_CLASSES.description }, THREE_CLASSES),
  byValues("hostil", {
    question: HOSTILE,
    classes: [HOSTILE, "</script>"],
    features: SENSITIVE.features!.map((feature) => ({ ...feature, description: HOSTILE })),
  }),
];
