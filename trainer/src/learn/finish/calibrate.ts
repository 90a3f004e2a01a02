import { probabilityBy, sigmoid, softmax, temperedBy, type Calibration } from "@despliega/storage";

import { learnIsotonic } from "./isotonic.js";
import { learnPlatt } from "./platt.js";
import { countLabels, pointsOf, type Points } from "./points.js";
import { learnShares } from "./shares.js";
import type { Sums } from "./sums.js";
import { learnTemperature } from "./temperature.js";

/** The calibration of a model, undefined for none: by all folds, and for each fold by the others. */
export interface Calibrated {
  readonly calibration: Calibration | undefined;
  readonly byFold: readonly (Calibration | undefined)[];
}

/** What is to be calibrated. */
interface Form extends Pick<Sums, "link" | "outputs"> {
  /** Whether it learned with weights that make the classes equally frequent. Default: without. */
  readonly isBalanced?: boolean;
}

/** A way to calibrate, and how many points it takes. */
interface Method {
  readonly learn: (points: Points) => Calibration | undefined | Promise<Calibration | undefined>;
  /** Points of the rarest class, and of all. */
  readonly least: readonly [rarest: number, all: number];
}

/**
 * The ways to calibrate, beside none, the simplest first. A line has two parameters, of which each takes about ten points of
 * the rarer class (Peduzzi and others, 1996). Steps are worse than a line below about a thousand points (Niculescu-Mizil and
 * Caruana, "Predicting Good Probabilities With Supervised Learning", ICML 2005).
 */
const methodsOf = ({ link, outputs, isBalanced }: Form): readonly Method[] => {
  // The share of class 1 in a forest of two classes is no log-odds.
  const isMovable = outputs > 1 || link === "sigmoid";
  const shares: readonly Method[] =
    isBalanced === true && isMovable
      ? [{ learn: (points) => learnShares(points, outputs), least: [1, 0] }]
      : [];
  if (outputs > 1)
    return [...shares, { learn: (points) => learnTemperature(points, link), least: [20, 0] }];
  return [
    ...shares,
    { learn: learnPlatt, least: [20, 0] },
    { learn: learnIsotonic, least: [100, 1000] },
  ];
};

/**
 * Chooses how to calibrate by the log-loss of folds whose points the calibration did not learn from: by the shares of the
 * classes, a line, steps, or nothing, of equally good ones the simplest.
 */
export const calibrate = async (points: Points, form: Form, folds: number): Promise<Calibrated> => {
  const classes = Math.max(form.outputs, 2);
  const rarest = Math.min(...countLabels(points, classes));
  const parts = Array.from({ length: folds }, (_, fold) => ({
    others: pointsOf(points, (of) => of !== fold),
    own: pointsOf(points, (of) => of === fold),
  }));
  const none = parts.map(() => undefined);
  let best: Calibrated & { readonly loss: number } = {
    calibration: undefined,
    byFold: none,
    loss: parts.reduce((sum, { own }) => sum + lossOf(own, form, undefined), 0),
  };
  for (const { learn, least } of methodsOf(form)) {
    if (rarest < least[0] || points.labels.length < least[1]) continue;
    const calibration = await learn(points);
    const byFold: (Calibration | undefined)[] = [];
    for (const { others } of parts) byFold.push(await learn(others));
    if (calibration === undefined || byFold.includes(undefined)) continue;
    const loss = parts.reduce((sum, { own }, fold) => sum + lossOf(own, form, byFold[fold]), 0);
    if (loss < best.loss) best = { calibration, byFold, loss };
  }
  return best;
};

/** The sum of the negative logarithms of the probabilities that the right classes get. */
const lossOf = ({ labels, sums }: Points, form: Form, by: Calibration | undefined): number => {
  const probabilities = probabilitiesOf(form, by);
  const into = new Float64Array(form.outputs);
  let loss = 0;
  labels.forEach((label, i) => {
    for (let output = 0; output < form.outputs; output++) into[output] = sums[output]![i]!;
    probabilities(into);
    const given = form.outputs > 1 ? into[label]! : label === 1 ? into[0]! : 1 - into[0]!;
    loss -= Math.log(Math.max(given, 1e-15));
  });
  return loss;
};

/** What turns sums into probabilities in place. */
const probabilitiesOf = (
  { link, outputs }: Form,
  by: Calibration | undefined,
): ((sums: Float64Array) => void) => {
  if (by?.method === "temperature") {
    const temper = temperedBy(by, link === "identity" ? link : "softmax");
    return (sums) => temper(sums, outputs);
  }
  if (by !== undefined) {
    const probability = probabilityBy(by);
    return (sums) => {
      sums[0] = probability(sums[0]!);
    };
  }
  if (link === "softmax") return (sums) => softmax(sums, outputs);
  if (link === "sigmoid")
    return (sums) => {
      sums[0] = sigmoid(sums[0]!);
    };
  return () => {};
};
