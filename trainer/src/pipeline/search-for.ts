import { crossValidate, type CrossValidated } from "../learn/cross-validate.js";
import type { Engine } from "../engine/engine.js";
import { SearchUndeclared } from "../errors/errors.js";
import { makeFolds } from "../dataset/folds.js";
import type { ModelDefinition } from "../model/model.js";
import type { Progress, Tell } from "./progress.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { labelOf } from "../evaluate/metric.js";
import type { Search } from "../learn/search/trials.js";
import type { Selected } from "../learn/select.js";
import type { Refusals } from "../learn/unfittable.js";
import { TRAINER_VERSION } from "../release/version.js";
import type { SearchLog } from "../learn/search/log.js";
import { search } from "../learn/search/search.js";
import type { SearchSpace } from "../model/search-space.js";

/** How many sets of options a search tries, and which. */
export interface Tuning {
  readonly trials: number;
  readonly seed: number;
}

/** A search reports its progress at least after this many trials. */
const HEARD_EVERY = 10;

/** Where a search is recorded, and where it reports its progress. */
export interface SearchContext {
  /** Opens the log of a search. @param identity all that its trials depend on */
  readonly openLog: (identity: unknown) => Promise<SearchLog>;
  readonly progress: Pick<Progress, "notice">;
  readonly tell: Tell;
}

/** A model that says where to search. */
export type Searchable = CrossValidated & {
  readonly crossValidation: NonNullable<ModelDefinition["crossValidation"]>;
  readonly search: readonly [SearchSpace, ...SearchSpace[]];
};

/** The model as one that can be searched. @throws `SEARCH_UNDECLARED` */
export const searchable = (model: ModelDefinition): Searchable => {
  const { crossValidation, search: spaces, name } = model;
  if (crossValidation === undefined || spaces === undefined)
    throw new SearchUndeclared({ model: name });
  return { ...model, crossValidation, search: spaces };
};

/**
 * Searches the spaces of the model. A search that was interrupted continues after its last finished trial.
 *
 * @param refused trials whose options gave no model on all observations. Default: none
 */
export const searchFor = async (
  engine: Engine,
  training: ObservationTable,
  model: Searchable,
  { trials, seed }: Tuning,
  { openLog, progress, tell }: SearchContext,
  refused: Refusals = new Map(),
): Promise<Selected & { readonly search: Search }> => {
  const { crossValidation, search: spaces, task, classes, features } = model;
  const { metric } = crossValidation;
  const folded = await makeFolds(engine, training, model, crossValidation.folds);
  const log = await openLog({
    trainer: TRAINER_VERSION,
    observations: await engine.fingerprint(folded),
    task,
    classes,
    features,
    crossValidation,
    spaces,
    seed,
  });
  if (log.finished.size > 0) progress.notice(`${log.finished.size} trials were finished earlier`);
  const found = await search(engine, folded, model, {
    spaces,
    trials,
    seed,
    log,
    refused,
    onTrial: (trial, best) => {
      const reached =
        best === undefined
          ? "no model yet"
          : `best ${labelOf(metric)} ${shown(best.mean)} (trial ${best.number})`;
      const { number, estimator } = trial;
      const fields = { trial: number, of: trials, estimator };
      const line = `trial ${number} of ${trials}, ${reached}`;
      if ("error" in trial) tell(line, { ...fields, error: trial.error });
      else if (trial === best) tell(line, { ...fields, [metric]: trial.mean });
      else if (best !== undefined && number % HEARD_EVERY === 0)
        tell(line, { trial: number, of: trials, best: best.number, [metric]: best.mean });
      else tell(line);
    },
  });
  const { outOfFold, finish } = await crossValidate(engine, folded, model, found.options);
  await engine.drop(folded);
  return { ...found, place: found.search.best, outOfFold, finish };
};

/** A metric in a line of progress, of four digits. */
const shown = (value: number): string =>
  Math.abs(value) >= 1000 ? String(Math.round(value)) : value.toPrecision(4);
