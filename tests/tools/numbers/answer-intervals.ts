import { expectedFigures } from "@despliega/trainer/monitor/performance/expected-figures.js";
import { figuresOfRows } from "@despliega/trainer/monitor/performance/figures-of-rows.js";
import type { JudgedForm } from "@despliega/trainer/monitor/performance/judged.js";
import type { Figures } from "@despliega/storage";

import { drawnAnswers, truthOfAnswers, TWO } from "./lib/judged-rows.js";
import { shareBelow } from "./lib/normal.js";
import { randomOf, type Random } from "./lib/random.js";
import { isNear, shareText } from "./lib/share.js";
import type { Figure, Simulation } from "./simulation.js";

/** The intervals of a verdict hold the truth as often as they say. */
export const answerIntervals: Simulation = {
  name: "answer-intervals",
  claim: "In 95 of 100 windows the interval of a figure of recorded answers holds the true one.",
  rounds: { long: 4_000, short: 25 },
  run: async (rounds, seed, tell) => {
    const held = new Map<string, number>();
    const count = (place: string, figures: Figures, truth: Readonly<Record<string, number>>) => {
      for (const [metric, value] of Object.entries(truth)) {
        const [low, high] = figures[metric]?.interval ?? [NaN, NaN];
        const what = `${metric}${place}`;
        held.set(what, (held.get(what) ?? 0) + Number(low <= value && value <= high));
      }
    };
    const truth = truthOfAnswers(CLASSES);
    for (let round = 0; round < rounds; round++) {
      const random = randomOf(seed, 5_000_000 + round);
      const rows = drawnAnswers(CLASSES, random);
      count(" (4 answers about each of 500 keys)", (await figuresOfRows(rows, TWO)).figures, truth);
      const alone = drawnAnswers(ALONE, random);
      count(" (expected of 2,000 answers without outcomes)", expectedFigures(alone.scores, TWO), {
        roc_auc: truth["roc_auc"]!,
      });
      count(" (2,000 numbers)", (await numbersOf(random)).figures, TRUE_NUMBERS);
      if (round % 200 === 199) tell(`${round + 1} windows`);
    }
    return [...held].map(([what, hits]): Figure => ({
      what: `intervals of \`${what.replace(" (", "` (")} that hold the true one`,
      target: "95 % ± 1.5",
      found: shareText(hits, rounds),
      met: isNear(hits, rounds, { expected: 0.95, within: 0.015 }),
    }));
  },
};

const CLASSES = { keys: 500, ofEach: 4, mean: -1.4, spread: 1.2 };
const ALONE = { ...CLASSES, keys: 2_000, ofEach: 1 };

/** Numbers that are too high by half, with errors of deviation 2 and an interval of one deviation to each side. */
const OFF = { bias: 0.5, deviation: 2 };
const NUMBERS: JudgedForm = {
  task: "regression",
  interval: {
    level: 0.68,
    by: "difference",
    at: [0],
    lower: [-OFF.deviation],
    upper: [OFF.deviation],
  },
};

const numbersOf = ({ normal }: Random) => {
  const answers = Float64Array.from({ length: 2_000 }, () => 10 * normal());
  const labels = answers.map((answer) => answer - OFF.bias - OFF.deviation * normal());
  const entities = Uint32Array.from(answers, (_, row) => row);
  return figuresOfRows({ labels, scores: [answers], entities, count: 2_000 }, NUMBERS);
};

const RATIO = OFF.bias / OFF.deviation;
const DENSITY = Math.exp((-RATIO * RATIO) / 2) / Math.sqrt(2 * Math.PI);

const TRUE_NUMBERS = {
  // The mean of a folded normal distribution.
  mae: 2 * OFF.deviation * DENSITY + OFF.bias * (2 * shareBelow(RATIO) - 1),
  rmse: Math.hypot(OFF.bias, OFF.deviation),
  bias: OFF.bias,
  coverage: shareBelow(1 - RATIO) - shareBelow(-1 - RATIO),
};
