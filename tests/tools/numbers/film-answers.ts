import { memoryBlobStore, readPart } from "@despliega/storage";
import type { RegressionEvaluation } from "@despliega/trainer/evaluate/evaluation.js";
import { train } from "@despliega/trainer/pipeline/train.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { promisify } from "node:util";

import { ROOT } from "../../repository/files.js";
import { peliculas } from "../../support/models.js";
import type { Figure, Simulation } from "./simulation.js";

const ROUNDS = { long: 18, short: 1 };

/** What peliculas answers about films that it did not learn from: right on average, and inside its interval. */
export const filmAnswers: Simulation = {
  name: "film-answers",
  claim: "Answers of peliculas are right on average, and intervals of 80 % hold 80 % of the films.",
  rounds: ROUNDS,
  run: async (rounds, seed, tell) => {
    const samples: Sample[] = [];
    for (let round = 0; round < rounds; round++) {
      samples.push(await trainOnSample(seed + round));
      tell(`sample ${round + 1} of ${rounds}`);
    }
    // Few rounds may miss a target by two standard errors.
    const errors = rounds < ROUNDS.long ? 2 : 0;
    return [biasOf(samples), coverageOf(samples, errors), tenthsOf(samples, errors)];
  },
};

type Sample = RegressionEvaluation & Required<Pick<RegressionEvaluation, "interval">>;

/** Trains peliculas on generated films, and returns what it measures of its test films. */
const trainOnSample = async (seed: number): Promise<Sample> => {
  const out = await mkdtemp(join(tmpdir(), "despliega-numbers-"));
  try {
    const made = ["peliculas", "--films", "1500", "--seed", `${seed}`, "--out", out];
    await promisify(execFile)(process.execPath, ["data/dist/generate.js", ...made], { cwd: ROOT });
    const store = memoryBlobStore();
    const inputs = new Map(peliculas.inputs.map(({ dataset }) => [dataset, join(out, dataset)]));
    const settings = {
      memoryLimit: "1GB",
      threads: 1,
      maxRejected: 0.01,
      databases: new Map(),
      databaseLimits: { connectSeconds: 20, querySeconds: 1800 },
      personKeys: { pseudonym: [], identity: [] },
      commit: null,
      actor: "simulation",
    };
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
    const dependencies = {
      store,
      settings,
      progress: createProgress(silent),
      now: () => new Date("2026-01-01T00:00:00Z"),
    };
    const { manifest } = await train(peliculas, { inputs }, dependencies);
    return JSON.parse((await readPart(store, manifest, "metrics.json")).toString()) as Sample;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
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
