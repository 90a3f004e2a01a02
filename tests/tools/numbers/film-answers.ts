import { join } from "node:path";

import type { RegressionEvaluation } from "@despliega/trainer/evaluate/evaluation.js";

import { peliculas } from "../../support/models.js";
import { trainOn, type Generated } from "./lib/train-on.js";
import type { Figure, Simulation } from "./simulation.js";

const ROUNDS = { long: 18, short: 1 };

/** What peliculas answers about films that it did not learn from: right on average, and inside its interval. */
export const filmAnswers: Simulation = {
  name: "film-answers",
  claim: "Answers of peliculas are right on average, and intervals of 80 % hold 80 % of the films.",
  rounds: ROUNDS,
  run: async (rounds, seed, tell) => {
    // In few rounds boosting, which is fast, is the only candidate, and targets may be missed by two standard errors.
    const isShort = rounds < ROUNDS.long;
    const model = isShort ? { ...peliculas, estimators: [BOOSTING] as const } : peliculas;
    const errors = isShort ? 2 : 0;
    const samples: Sample[] = [];
    for (let round = 0; round < rounds; round++) {
      samples.push((await trainOn(model, filmsOf(seed + round))) as Sample);
      tell(`sample ${round + 1} of ${rounds}`);
    }
    return [biasOf(samples), coverageOf(samples, errors), tenthsOf(samples, errors)];
  },
};

const BOOSTING = peliculas.estimators.find(({ kind }) => kind === "boosting")!;

type Sample = RegressionEvaluation & Required<Pick<RegressionEvaluation, "interval">>;

const filmsOf = (seed: number): Generated => ({
  options: ["--films", "1500", "--seed", `${seed}`],
  fileOf: join,
});

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

const biasOf = (samples: readonly Sample[]): Figure => {
  const films = sum(samples.map(({ observations }) => observations));
  const meanOf = (value: (sample: Sample) => number) =>
    sum(samples.map((sample) => sample.observations * value(sample))) / films;
  const gross = meanOf(
    ({ observations, deciles }) =>
      sum(deciles.map((decile) => decile.observations * decile.actual)) / observations,
  );
  const bias = meanOf(({ metrics }) => metrics["bias"]!);
  const square = meanOf(({ metrics }) => metrics["rmse"]! ** 2);
  const error = Math.sqrt((square - bias ** 2) / films);
  return {
    what: `mean answer less mean gross of ${films.toLocaleString("en")} test films, as a share of the gross`,
    target: "0 within two standard errors",
    found: `${percent(bias / gross)} ± ${percent(error / gross)}`,
    met: Math.abs(bias) <= 2 * error,
  };
};

const LEVEL = 0.8;

/** Whether a share of rows is near the level. */
const isNear = (inside: number, rows: number, within: number, errors: number): boolean =>
  Math.abs(inside / rows - LEVEL) <= within + errors * Math.sqrt((LEVEL * (1 - LEVEL)) / rows);

const coverageOf = (samples: readonly Sample[], errors: number): Figure => {
  const films = sum(samples.map(({ observations }) => observations));
  const inside = sum(samples.map(({ observations, interval }) => observations * interval.inside));
  return {
    what: `share of ${films.toLocaleString("en")} test films inside the interval of 80 %`,
    target: "80 % ± 3",
    found: percent(inside / films),
    met: isNear(inside, films, 0.03, errors),
  };
};

const tenthsOf = (samples: readonly Sample[], errors: number): Figure => {
  const tenths = samples[0]!.interval.deciles.map((_, at) => {
    const decile = samples.map(({ interval }) => interval.deciles[at]!);
    const films = sum(decile.map(({ observations }) => observations));
    return { films, inside: sum(decile.map((one) => one.observations * one.inside)) };
  });
  return {
    what: "the same by tenth of the answer, lowest first",
    target: "80 % ± 8 in each",
    found: tenths.map(({ films, inside }) => percent(inside / films)).join(", "),
    met: tenths.every(({ films, inside }) => isNear(inside, films, 0.08, errors)),
  };
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
