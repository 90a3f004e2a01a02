import { crossValidate, type CrossValidated } from "../cross-validate.js";
import { drawStream } from "../draw.js";
import type { Engine } from "../engine.js";
import type { EstimatorOptions } from "../estimators/options.js";
import { isBetter } from "../report/metrics.js";
import type { Search, Trial } from "../report/report-data.js";
import { meanOf } from "../report/spread.js";
import { scalarsOf } from "../scalars.js";
import type { SearchLog } from "./log.js";
import { drawOptions, logarithmicOf, type SearchSpace } from "./space.js";

/** How long a search goes on, and where it begins. */
export interface SearchOptions {
  readonly spaces: readonly [SearchSpace, ...SearchSpace[]];
  readonly trials: number;
  readonly seed: number;
  readonly log: SearchLog;
  /** Called after each trial with all so far and the best of them. */
  readonly onTrial: (trial: Trial, best: Trial) => void;
}

/**
 * Searches at random for the options with the best mean metric over the folds, in each space in turn; of equally good
 * ones it takes the first. Random draws cover the few parameters that matter better than a grid does. (Bergstra and Bengio, "Random Search for Hyper-Parameter
 * Optimization", 2012.) What a trial draws follows from the seed and its number alone, so that a longer search begins
 * with the trials of a shorter one.
 */
export const search = async (
  engine: Engine,
  model: CrossValidated,
  { spaces, trials: count, seed, log, onTrial }: SearchOptions,
): Promise<{ readonly options: EstimatorOptions; readonly search: Search }> => {
  const { metric } = model.crossValidation;
  const trials: Trial[] = [];
  let best: { readonly trial: Trial; readonly options: EstimatorOptions } | undefined;
  for (let number = 1; number <= count; number++) {
    const options = optionsOf(spaces, seed, number);
    let folds = log.finished.get(number);
    if (folds === undefined) {
      folds = await crossValidate(engine, model, options, "candidate");
      await log.add({ number, folds: [...folds] });
    }
    const { kind, ...parameters } = scalarsOf(options);
    const mean = meanOf(folds);
    const trial: Trial = { number, estimator: String(kind), parameters, folds, mean };
    trials.push(trial);
    if (best === undefined || isBetter(metric, mean, best.trial.mean)) best = { trial, options };
    onTrial(trial, best.trial);
  }
  return {
    options: best!.options,
    search: {
      metric,
      seed,
      logarithmic: logarithmicOf(spaces),
      trials,
      best: best!.trial.number,
    },
  };
};

/** The first trial of each space takes its options as they are. */
const optionsOf = (
  spaces: readonly SearchSpace[],
  seed: number,
  number: number,
): EstimatorOptions => {
  const space = spaces[(number - 1) % spaces.length]!;
  return number <= spaces.length ? space.options : drawOptions(space, drawStream(seed, number));
};
