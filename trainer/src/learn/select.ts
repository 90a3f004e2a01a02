import { crossValidate, type Validated } from "./cross-validate.js";
import type { Engine } from "../engine/engine.js";
import { SelectionFruitless, SplitImpossible } from "../errors/errors.js";
import { nameOf } from "../estimators/name.js";
import type { EstimatorOptions } from "../estimators/registry.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { isBetter } from "../evaluate/metric.js";
import type { ScoredTable } from "../evaluate/scored.js";
import { makeFolds } from "../dataset/folds.js";
import type { ModelDefinition } from "../model/model.js";
import { unfinishedOf, type Finish } from "./finish/finish.js";
import type { Search } from "./search/trials.js";
import type { Selection } from "./selection.js";
import { meanOf } from "../evaluate/spread.js";
import { unfittable, type Refusals } from "./unfittable.js";

/** The estimator that was chosen, and how. */
export interface Selected {
  readonly options: EstimatorOptions;
  /** Its place among those that it was chosen from: the estimators, from 0, or a search's trials, from 1. */
  readonly place?: number;
  /** What finishes the model. */
  readonly finish: Finish;
  /** The training observations with scores by fits that did not learn from them. */
  readonly outOfFold?: ScoredTable;
  readonly selection?: Selection;
  readonly search?: Search;
}

/**
 * Chooses among a model's estimators by cross-validation, of equally good ones the first. An estimator that gives no
 * model in some fold loses to any other. Without cross-validation, takes the only estimator, and has its out-of-fold
 * scores only where something is learned from them.
 *
 * @param refused estimators that gave no model on all observations. Default: none
 * @throws the error of the only estimator, or `SELECTION_FRUITLESS` when all of several fail
 */
export const select = async (
  engine: Engine,
  training: ObservationTable,
  model: ModelDefinition,
  refused: Refusals = new Map(),
): Promise<Selected> => {
  const { estimators, crossValidation } = model;
  if (crossValidation === undefined) return finishAlone(engine, training, model);
  const folded = await makeFolds(engine, training, model, crossValidation.folds);
  const validated = { ...model, crossValidation };
  const { metric } = crossValidation;
  const failures = new Map(refused);
  const measured = new Map<number, readonly number[]>();
  let best: (Omit<Validated, "folds"> & { readonly place: number }) | undefined;
  for (const [i, options] of estimators.entries()) {
    if (failures.has(i)) continue;
    let found: Validated;
    try {
      found = await crossValidate(engine, folded, validated, options);
    } catch (error) {
      failures.set(i, unfittable(error));
      continue;
    }
    measured.set(i, found.folds);
    const mean = (place: number) => meanOf(measured.get(place)!);
    if (best !== undefined && !isBetter(metric, mean(i), mean(best.place))) {
      await engine.drop(found.outOfFold);
      continue;
    }
    if (best !== undefined) await engine.drop(best.outOfFold);
    best = { place: i, outOfFold: found.outOfFold, finish: found.finish };
  }
  await engine.drop(folded);
  if (best === undefined) throw fruitless(model, failures);
  return {
    options: estimators[best.place]!,
    ...best,
    selection: {
      metric,
      candidates: estimators.map((options, i) => ({
        name: nameOf(options),
        folds: measured.get(i) ?? [],
        chosen: i === best.place,
        ...(failures.has(i) ? { error: failures.get(i)!.code } : {}),
      })),
    },
  };
};

/** Folds of a model that declares none, and needs out-of-fold scores. */
const FOLDS = 5;

const finishAlone = async (
  engine: Engine,
  training: ObservationTable,
  model: ModelDefinition,
): Promise<Selected> => {
  const [options] = model.estimators;
  if (unfinishedOf(model, options) === undefined && model.interval === undefined)
    return { options, finish: {} };
  const folded = await makeFolds(engine, training, model, FOLDS).catch((error: unknown) => {
    // The probabilities of a model with so few observations stay as they are.
    if (error instanceof SplitImpossible && model.task === "classification") return undefined;
    throw error;
  });
  if (folded === undefined) return { options, finish: {} };
  const validated = { ...model, crossValidation: { folds: FOLDS } };
  const { outOfFold, finish } = await crossValidate(engine, folded, validated, options);
  await engine.drop(folded);
  return { options, finish, outOfFold };
};

const fruitless = ({ name, estimators }: ModelDefinition, failures: Refusals): Error => {
  if (estimators.length === 1) return failures.get(0)!;
  const reasons = estimators.map((options, i) => `${nameOf(options)}: ${failures.get(i)!.message}`);
  return new SelectionFruitless({ model: name, reasons });
};
