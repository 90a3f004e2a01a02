import { softmaxRegressionJson } from "@despliega/storage";

import { WEIGHTS, type TinyRelease } from "./release.js";

/** A name that JSON, CSV and bytes write each in their way. */
const ODD = 'ñ, "so"';

/** A tiny release of three classes with names. */
export const THREE_CLASSES: TinyRelease = {
  other: {
    estimator: "logistic",
    json: softmaxRegressionJson([
      [0, 0.02, 0.001, 0.01, 0, 0],
      [1, -0.03, 0.002, -0.02, 0.1, -0.5],
      [0.5, 0, -0.003, 0.01, -0.05, 0.4],
    ]),
  },
  description: { classes: ["low", "high", ODD] },
};

/** The same with costs. */
export const COSTLY_CLASSES: TinyRelease = {
  ...THREE_CLASSES,
  description: {
    ...THREE_CLASSES.description,
    costs: [
      [0, 1, 1],
      [1, 0, 1],
      [0.8, 1.5, 0],
    ],
  },
};

/** A tiny release of two classes with names. */
export const TWO_CLASSES: TinyRelease = {
  weights: WEIGHTS,
  description: { classes: ["no", ODD] },
};
