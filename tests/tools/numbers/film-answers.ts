import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { promisify } from "node:util";

import { memoryBlobStore } from "@despliega/storage";
import { codeSides } from "@despliega/trainer/dataset/code-sides.js";
import { splitObservations } from "@despliega/trainer/dataset/split.js";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import type { RegressionEvaluation } from "@despliega/trainer/evaluate/evaluation.js";
import { evaluate } from "@despliega/trainer/learn/evaluate.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { chooseAndFit } from "@despliega/trainer/pipeline/choose.js";
import { makeFeatures } from "@despliega/trainer/pipeline/make-features.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { readInputs } from "@despliega/trainer/pipeline/read-inputs.js";
import { readTrainerSettings } from "@despliega/trainer/pipeline/settings.js";

import { ROOT } from "../../repository/files.js";
import { peliculas } from "../../support/models.js";
import { withEngine } from "./lib/with-engine.js";
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
      samples.push(await trainOnSample(model, seed + round));
      tell(`sample ${round + 1} of ${rounds}`);
    }
    return [biasOf(samples), coverageOf(samples, errors), tenthsOf(samples, errors)];
  },
};

const BOOSTING = peliculas.estimators.find(({ kind }) => kind === "boosting")!;

type Sample = RegressionEvaluation & Required<Pick<RegressionEvaluation, "interval">>;

/** Trains peliculas on generated films as far as its evaluation, which it returns. */
const trainOnSample = async (model: ModelDefinition, seed: number): Promise<Sample> => {
  const directory = await mkdtemp(join(tmpdir(), "despliega-numbers-"));
  try {
    const made = ["peliculas", "--films", "1500", "--seed", `${seed}`, "--out", directory];
    await promisify(execFile)(process.execPath, ["data/dist/generate.js", ...made], { cwd: ROOT });
    const files = peliculas.inputs.map(
      ({ dataset }) => [dataset, join(directory, dataset)] as const,
    );
    return await withEngine((engine) => evaluateOn(engine, model, new Map(files), directory));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

const RUN_DAY = "2026-01-01";

/** The steps of a training that lead to its evaluation. */
const evaluateOn = async (
  engine: Engine,
  defined: ModelDefinition,
  files: ReadonlyMap<string, string>,
  directory: string,
): Promise<Sample> => {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const context = { store: memoryBlobStore(), progress: createProgress(silent), runDay: RUN_DAY };
  const settings = readTrainerSettings({});
  const { ingested } = await readInputs(engine, defined, files, {
    ...context,
    settings,
    directory,
  });
  const { observations } = await makeFeatures(engine, defined, ingested, {
    ...context,
    asOf: undefined,
    champion: undefined,
    acceptLeak: undefined,
  });
  const { split, ...returned } = await splitObservations(engine, observations.labelled, defined);
  const { model, sides } = await codeSides(engine, defined, returned, observations.serving);
  const chosen = await chooseAndFit(engine, sides, model, undefined, context);
  const { training } = sides;
  const { outOfFold } = chosen.selected;
  const on = { training, scored: chosen.scored, rows: split.test.observations, outOfFold };
  return (await evaluate(engine, model, chosen.fitted, on)).evaluation as Sample;
};

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
