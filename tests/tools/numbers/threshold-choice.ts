import type { Engine } from "@despliega/trainer/engine/engine.js";
import { rankScores } from "@despliega/trainer/evaluate/ranking.js";
import { chooseThreshold } from "@despliega/trainer/evaluate/threshold.js";

import { quantileOf, shareBelow } from "./lib/normal.js";
import { randomOf } from "./lib/random.js";
import { withEngine } from "./lib/with-engine.js";
import type { Figure, Simulation } from "./simulation.js";

/** A threshold that is chosen on enough cases is about as good as the best one. */
export const thresholdChoice: Simulation = {
  name: "threshold-choice",
  claim: "A threshold that is chosen on 50 positives loses less than 4 % of the best F1.",
  rounds: { long: 200, short: 1 },
  run: (rounds, seed, tell) =>
    withEngine(async (engine) => {
      const figures: Figure[] = [];
      for (const setting of SETTINGS) {
        figures.push(await measure(engine, setting, rounds, seed));
        tell(figures.at(-1)!.found);
      }
      return figures;
    }),
};

interface Setting {
  readonly rows: number;
  readonly positive: number;
  readonly area: number;
  /** So much may be lost, in percent. */
  readonly most: number;
}

const SETTINGS: readonly Setting[] = [
  { rows: 1_500, positive: 0.24, area: 0.95, most: 1 },
  { rows: 500, positive: 0.1, area: 0.8, most: 4 },
];

/** So many draws of the rows, whose mean threshold is compared. */
const DRAWS = 10;

const measure = async (
  engine: Engine,
  { rows, positive, area, most }: Setting,
  rounds: number,
  seed: number,
): Promise<Figure> => {
  const distance = Math.SQRT2 * quantileOf(area);
  /** The F1 of all rows whose score, on the scale of its distribution, is at least a number. */
  const truthFrom = (from: number): number => {
    const hits = positive * (1 - shareBelow(from - distance));
    return (2 * hits) / (hits + (1 - positive) * (1 - shareBelow(from)) + positive);
  };
  const truth = (score: number): number => truthFrom(quantileOf(score));
  const best = Math.max(...Array.from({ length: 1_000 }, (_, i) => truthFrom(i / 200 - 1)));
  const lost = { chosen: 0, mean: 0 };
  for (let round = 0; round < rounds; round++) {
    const { uniform, normal } = randomOf(seed, 2_000_000 + round);
    const drawn = Array.from({ length: rows }, (): Row => {
      const label = Number(uniform() < positive);
      return [label, shareBelow(normal() + label * distance)];
    });
    const again = (): Row[] => drawn.map(() => drawn[Math.floor(uniform() * rows)]!);
    lost.chosen += 1 - truth(await chosenOn(engine, drawn)) / best;
    let sum = 0;
    for (let nth = 0; nth < DRAWS; nth++) sum += await chosenOn(engine, again());
    lost.mean += 1 - truth(sum / DRAWS) / best;
  }
  const share = (part: number) => `${((100 * part) / rounds).toFixed(2)} %`;
  return {
    what: `share of the best F1 that the threshold loses, chosen on ${rows * positive} positives of ${rows.toLocaleString("en")} rows`,
    target: `below ${most} %`,
    found: `${share(lost.chosen)} (the mean over ${DRAWS} draws of the rows would lose ${share(lost.mean)})`,
    met: 100 * lost.chosen < most * rounds,
  };
};

type Row = readonly [label: number, score: number];

const chosenOn = async (engine: Engine, rows: readonly Row[]): Promise<number> => {
  const placed = await engine.tableOf({
    label: Float64Array.from(rows, ([label]) => label),
    score: Float64Array.from(rows, ([, score]) => score),
  });
  const scored = await engine.view<"observation" | "label" | "score">(
    `SELECT place AS observation, label, score FROM ${placed.name}`,
  );
  const ranking = await rankScores(engine, scored);
  const { value } = await chooseThreshold(engine, ranking, { policy: "best_f1" });
  await engine.drop(ranking, scored, placed);
  return value;
};
