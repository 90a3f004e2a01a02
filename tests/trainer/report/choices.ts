import type { Scorecard } from "@despliega/trainer/learn/points.js";
import type { Importance } from "@despliega/trainer/learn/importance.js";
import type { Search, Trial } from "@despliega/trainer/learn/search/trials.js";
import type { Selection } from "@despliega/trainer/learn/selection.js";

/** An invented importance, with a feature that does nothing. */
export const importance: Importance = {
  metric: "roc_auc",
  features: [
    { feature: "screens", gain: 0.2103, permutation: { mean: 0.0412, standardDeviation: 0.0051 } },
    {
      feature: "opening_gross",
      gain: 0.7421,
      permutation: { mean: 0.3127, standardDeviation: 0.0093 },
    },
    {
      feature: "aspect_ratio",
      gain: 0.0476,
      permutation: { mean: -0.0008, standardDeviation: 0.0011 },
    },
  ],
};

/** An invented comparison of two estimators. */
export const selection: Selection = {
  metric: "roc_auc",
  candidates: [
    { name: "linear", folds: [0.71, 0.73, 0.69], chosen: false },
    { name: "forest", folds: [0.8, 0.81, 0.79], chosen: true },
  ],
};

const trial = (i: number): Trial => {
  const jitter = ((i * 7919) % 101) / 101;
  const leaf = 2 ** (((i * 37) % 60) / 10);
  const depth = 2 + ((i * 13) % 15);
  const mean =
    0.72 + 0.004 * Math.abs(depth - 11) + 0.03 * Math.abs(Math.log2(leaf) - 3) + 0.04 * jitter;
  return {
    number: i + 1,
    estimator: "forest",
    parameters: {
      max_depth: depth,
      min_leaf: Math.round(leaf * 100) / 100,
      class_weights: i % 2 === 0 ? "none" : "balanced",
      sample_share: 0.5 + ((i * 29) % 50) / 100,
    },
    folds: [mean - 0.01, mean, mean + 0.01],
    mean,
  };
};

const trials = Array.from({ length: 60 }, (_, i) => trial(i));

/** An invented search over three numbers and a word, whose metric falls towards a middle. */
export const search: Search = {
  metric: "log_loss",
  seed: 0,
  logarithmic: ["min_leaf"],
  trials,
  failed: [{ number: 7, estimator: "logistic", parameters: { ridge: 0 }, error: "NOT_CONVERGED" }],
  best: trials.toSorted((a, b) => a.mean - b.mean)[0]!.number,
};

/** An invented scorecard, of a number and a category. */
export const scorecard: Scorecard = {
  points: { score: 600, odds: 50, doubling: 20, toward: "negative" },
  start: 512.345,
  features: [
    {
      feature: "x",
      perUnit: -0.12345,
      values: [
        { value: 1234.5, quantile: 0.05, points: -3.071 },
        { value: null, points: 0 },
      ],
    },
    {
      feature: "mode",
      values: [
        { value: "bus", points: 7 },
        { value: "other", points: -1 },
      ],
    },
  ],
};
