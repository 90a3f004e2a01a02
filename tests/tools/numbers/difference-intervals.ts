import type { Ends } from "@despliega/trainer/learn/certainty/certainty.js";
import { differencesOf, type Answered } from "@despliega/trainer/learn/certainty/differences.js";
import { measureOf } from "@despliega/trainer/learn/certainty/measure-of.js";

import { randomOf, type Random } from "./lib/random.js";
import { isNear, shareText } from "./lib/share.js";
import { differencesOfPair, drawnPair, truthOf } from "./lib/two-classifiers.js";
import type { Figure, Simulation } from "./simulation.js";

/** The intervals of differences between two models hold the true difference as often as they say. */
export const differenceIntervals: Simulation = {
  name: "difference-intervals",
  claim: "In 95 of 100 samples the interval of a difference holds the true difference.",
  rounds: { long: 1_000, short: 20 },
  run: async (rounds, seed, tell) => {
    const held = { roc_auc: 0, f1: 0, log_loss: 0, r2: 0 };
    for (let round = 0; round < rounds; round++) {
      const random = randomOf(seed, 1_000_000 + round);
      const found: Readonly<Record<string, Ends>> = {
        ...differencesOfPair(drawnPair(ROWS, random)),
        r2: numbersOf(random),
      };
      for (const metric of METRICS) {
        const [low, high] = found[metric]!;
        if (low <= TRUTH[metric] && TRUTH[metric] <= high) held[metric]++;
      }
      if (round % 100 === 99) tell(`${round + 1} samples`);
    }
    return METRICS.map((metric): Figure => ({
      what: `intervals of the difference in ${NAMES[metric]}, ${PLACE}, that hold the true one`,
      target: "95 % ± 2",
      found: shareText(held[metric], rounds),
      met: isNear(held[metric], rounds, { expected: 0.95, within: 0.02 }),
    }));
  },
};

const METRICS = ["roc_auc", "f1", "log_loss", "r2"] as const;
const NAMES = {
  roc_auc: "ROC-AUC (DeLong by entity)",
  f1: "F1",
  log_loss: "log-loss",
  r2: "R²",
} as const;

const AREAS = [0.72, 0.75] as const;
const ROWS = { entities: 300, rowsOfEach: 5, areas: AREAS, correlation: 0.8 };
const PLACE = "on 5 rows of each of 300 entities";

/** How far the answers of the two regressions are from the label's mean, as a variance. */
const ERRORS = [0.6, 0.4] as const;
/** What labels vary by beyond their mean, which varies by 1. */
const NOISE = 0.5;

const difference = (metric: "roc_auc" | "f1" | "log_loss"): number =>
  truthOf(AREAS[0])[metric] - truthOf(AREAS[1])[metric];

const TRUTH = {
  roc_auc: difference("roc_auc"),
  f1: difference("f1"),
  log_loss: difference("log_loss"),
  r2: (ERRORS[1] - ERRORS[0]) / (1 + NOISE),
};

const FORM = { task: "regression" } as const;

/** The interval of the difference in R² of two regressions whose errors are alike for an entity. */
const numbersOf = ({ normal }: Random): Ends => {
  const { entities: count, rowsOfEach } = ROWS;
  const size = count * rowsOfEach;
  const labels = new Float64Array(size);
  const answers = ERRORS.map(() => new Float64Array(size));
  const entities = Uint32Array.from(labels, (_, row) => Math.floor(row / rowsOfEach));
  const half = (own: number, common: number): number => (own + common) * Math.SQRT1_2;
  for (let row = 0, theirs: readonly number[] = []; row < size; row++) {
    if (row % rowsOfEach === 0) theirs = [normal(), normal(), normal(), normal()];
    const mean = half(normal(), theirs[0]!);
    labels[row] = mean + Math.sqrt(NOISE) * half(normal(), theirs[1]!);
    const common = half(normal(), theirs[2]!);
    ERRORS.forEach((variance, model) => {
      const own = half(normal(), theirs[3]!);
      answers[model]![row] = mean + Math.sqrt(variance) * half(common, own);
    });
  }
  const once = new Uint32Array(count).fill(1);
  const [one, other] = answers.map((scores): Answered => {
    const rows = { labels, scores: [scores], entities, count };
    return { form: FORM, rows, metrics: measureOf(rows, FORM)(once) };
  });
  return differencesOf(one!, other!, size)["r2"]!;
};
