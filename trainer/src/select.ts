import { crossValidate, type CrossValidated } from "./cross-validate.js";
import type { Engine } from "./engine.js";
import type { EstimatorOptions } from "./estimators/options.js";
import { makeFolds } from "./folds.js";
import type { ModelDefinition } from "./model/model.js";
import { isBetter } from "./evaluate/metric.js";
import type { Search, Selection } from "./report/report-data.js";
import { meanOf } from "./report/spread.js";

/** The estimator that was chosen, and how. */
export interface Selected {
  readonly options: EstimatorOptions;
  /** Table of the training observations with scores by fits that did not learn from them. */
  readonly outOfFold?: "out_of_fold";
  readonly selection?: Selection;
  readonly search?: Search;
}

/**
 * Chooses among a model's estimators by cross-validation, of equally good ones the first; without cross-validation, takes
 * the only estimator.
 */
export const select = async (engine: Engine, model: ModelDefinition): Promise<Selected> => {
  const { estimators, crossValidation, task } = model;
  if (crossValidation === undefined) return { options: estimators[0] };
  await makeFolds(engine, task, crossValidation.folds);
  const validated = { ...model, crossValidation };
  const candidates: { name: string; folds: number[] }[] = [];
  let best = 0;
  for (const [i, options] of estimators.entries()) {
    const folds = await crossValidate(engine, validated, options, "candidate");
    candidates.push({ name: nameOf(options), folds });
    const { metric } = crossValidation;
    if (i > 0 && !isBetter(metric, meanOf(folds), meanOf(candidates[best]!.folds))) continue;
    best = i;
    await keep(engine);
  }
  return {
    options: estimators[best]!,
    outOfFold: "out_of_fold",
    selection: {
      metric: crossValidation.metric,
      candidates: candidates.map((candidate, i) => ({ ...candidate, chosen: i === best })),
    },
  };
};

/** What an estimator is called in the report. */
export const nameOf = (options: EstimatorOptions): string =>
  "target" in options ? `${options.kind}, ${options.target} target` : options.kind;

/** Cross-validates the estimator that a search has found once more, for its out-of-fold scores. */
export const validateBest = async (
  engine: Engine,
  model: CrossValidated,
  options: EstimatorOptions,
): Promise<void> => {
  await crossValidate(engine, model, options, "candidate");
  await keep(engine);
};

const keep = (engine: Engine): Promise<void> =>
  engine.run("CREATE OR REPLACE TEMP TABLE out_of_fold AS FROM candidate");
