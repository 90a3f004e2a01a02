import type { BlobStore } from "@despliega/storage";

import type { Engine } from "../engine.js";
import { SearchUndeclared } from "../errors.js";
import { makeFolds } from "../folds.js";
import type { ModelDefinition } from "../model/model.js";
import type { Progress } from "../progress.js";
import { validateBest, type Selected } from "../select.js";
import { openSearchLog } from "./log.js";
import { search } from "./search.js";

/** What a search is made of, and where it is recorded. */
export interface SearchContext {
  readonly store: BlobStore;
  readonly progress: Progress;
  /** SHA-256 of each input. */
  readonly inputs: readonly string[];
  readonly asOf: string | null;
}

/**
 * Searches where the model says, telling each trial; one that died goes on after its last finished trial.
 *
 * @throws `SEARCH_UNDECLARED`
 */
export const searchFor = async (
  engine: Engine,
  model: ModelDefinition,
  { trials, seed }: { readonly trials: number; readonly seed: number },
  { store, progress, inputs, asOf }: SearchContext,
): Promise<Selected> => {
  const { crossValidation, search: spaces, name, task, features, split } = model;
  if (crossValidation === undefined || spaces === undefined)
    throw new SearchUndeclared({ model: name });
  await makeFolds(engine, task, crossValidation.folds);
  const identity = { inputs, asOf, crossValidation, spaces, seed, features, split };
  const log = await openSearchLog(store, name, identity);
  if (log.finished.size > 0) progress.notice(`${log.finished.size} trials were finished earlier`);
  const validated = { ...model, crossValidation };
  const found = await search(engine, validated, {
    spaces,
    trials,
    seed,
    log,
    onTrial: ({ number, estimator, mean }, best) => {
      const fields = { trial: number, of: trials, estimator, mean, best: best.mean };
      progress.row(
        () =>
          `  trial ${number} of ${trials}  ${estimator}  ${crossValidation.metric} ${mean.toFixed(4)}  best ${best.mean.toFixed(4)} (trial ${best.number})`,
        fields,
      );
    },
  });
  await validateBest(engine, validated, found.options);
  return { ...found, outOfFold: "out_of_fold" };
};
