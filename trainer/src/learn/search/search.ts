import { crossValidate, type CrossValidated } from "../cross-validate.js";
import { drawStream } from "../../estimators/draw.js";
import type { FoldedTable } from "../../dataset/folds.js";
import type { Engine } from "../../engine/engine.js";
import { SearchFruitless } from "../../errors/errors.js";
import type { EstimatorOptions } from "../../estimators/registry.js";
import { isBetter } from "../../evaluate/metric.js";
import type { FailedTrial, Search, Trial } from "./trials.js";
import { meanOf } from "../../evaluate/spread.js";
import { scalarsOf } from "../../estimators/scalars.js";
import { unfittable, type Refusals } from "../unfittable.js";
import type { Outcome, SearchLog } from "./log.js";
import { drawOptions, logarithmicOf, type SearchSpace } from "../../model/search-space.js";

/** How long a search goes on, and where it begins. */
export interface SearchOptions {
  readonly spaces: readonly [SearchSpace, ...SearchSpace[]];
  readonly trials: number;
  readonly seed: number;
  readonly log: SearchLog;
  /** Trials whose options gave no model on all observations. Default: none. */
  readonly refused?: Refusals;
  /** Called after each trial with it and the best so far. */
  readonly onTrial: (trial: Trial | FailedTrial, best: Trial | undefined) => void;
}

/** A model whose folds are measured. */
type Measured = CrossValidated & { readonly crossValidation: { readonly metric: string } };

/**
 * Searches at random for the options with the best mean metric over the folds, in each space in turn. Of equally good
 * ones it takes the first. Options that give no model are skipped. Random draws cover the few parameters that matter
 * better than a grid. (Bergstra and Bengio, "Random Search for Hyper-Parameter Optimization", 2012.) The draw of a
 * trial follows from the seed and its number alone, so that a longer search begins with the trials of a shorter one.
 *
 * @throws `SEARCH_FRUITLESS` when none gives a model
 */
export const search = async (
  engine: Engine,
  folded: FoldedTable,
  model: Measured,
  { spaces, trials: count, seed, log, onTrial, refused = new Map() }: SearchOptions,
): Promise<{ readonly options: EstimatorOptions; readonly search: Search }> => {
  const { metric } = model.crossValidation;
  const trials: Trial[] = [];
  const failed: FailedTrial[] = [];
  let best: { readonly trial: Trial; readonly options: EstimatorOptions } | undefined;
  for (let number = 1; number <= count; number++) {
    const options = optionsOf(spaces, seed, number);
    let outcome = log.finished.get(number);
    if (outcome === undefined) {
      outcome = await attempt(engine, folded, model, options);
      await log.add({ number, ...outcome });
    }
    const refusal = refused.get(number);
    if (refusal !== undefined) outcome = { error: refusal.code };
    const { kind, ...parameters } = scalarsOf(options);
    const tried = { number, estimator: String(kind), parameters };
    if ("error" in outcome) {
      failed.push({ ...tried, ...outcome });
      onTrial(failed.at(-1)!, best?.trial);
      continue;
    }
    const trial: Trial = { ...tried, ...outcome, mean: meanOf(outcome.folds) };
    trials.push(trial);
    if (best === undefined || isBetter(metric, trial.mean, best.trial.mean))
      best = { trial, options };
    onTrial(trial, best.trial);
  }
  if (best === undefined) throw new SearchFruitless({ trials: count, error: failed[0]!.error });
  return {
    options: best.options,
    search: {
      metric,
      seed,
      logarithmic: logarithmicOf(spaces),
      trials,
      failed,
      best: best.trial.number,
    },
  };
};

const attempt = async (
  engine: Engine,
  folded: FoldedTable,
  model: CrossValidated,
  options: EstimatorOptions,
): Promise<Outcome> => {
  try {
    const { folds, outOfFold } = await crossValidate(engine, folded, model, options);
    await engine.drop(outOfFold);
    return { folds };
  } catch (error) {
    return { error: unfittable(error).code };
  }
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
