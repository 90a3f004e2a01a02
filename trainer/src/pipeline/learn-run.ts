import { codeSides } from "../dataset/code-sides.js";
import { splitObservations } from "../dataset/split.js";
import type { Engine } from "../engine/engine.js";
import type { Prepared, Run } from "../release/run.js";
import { chooseAndFit, type ChoiceContext } from "./choose.js";
import { judge } from "./judge.js";
import { warnOfRareClasses } from "./rare-classes.js";
import type { ImportedFile } from "./imported-file.js";
import { searchable, type Tuning } from "./search-for.js";
import { useImported } from "./use-imported.js";

/** Where a run has its model from, unless it fits the estimators of the model as they are. */
export interface ModelOrigin {
  /** How to search for better options than the model's own. Default: no search. */
  readonly tune?: Tuning | undefined;
  /** A model that was fitted elsewhere. Default: one is fitted here. */
  readonly imported?: ImportedFile | undefined;
}

/**
 * Drops the tables of the inputs, splits the prepared observations, chooses and fits an estimator or takes a model that was
 * imported, and evaluates it.
 */
export const learnRun = async (
  engine: Engine,
  { model: defined, ...prepared }: Prepared,
  { tune, imported }: ModelOrigin,
  context: ChoiceContext,
): Promise<Run> => {
  const { progress } = context;
  await engine.drop(...prepared.ingested.inputs.map(({ table }) => table));
  const { classes, labelled } = prepared.observations;
  const named = { ...defined, classes };
  const { split, ...returned } = await splitObservations(engine, labelled, named);
  const { model, sides } = await codeSides(engine, named, returned, prepared.observations);
  warnOfRareClasses(progress, model, split.training);

  const { features } = model;
  const search = tune && { ...tune, model: { ...searchable(defined), classes, features } };
  const chosen =
    imported === undefined
      ? await chooseAndFit(engine, sides, model, search, context)
      : await useImported(engine, sides, model, imported, progress);
  const judged = await judge(engine, model, chosen, sides, split, progress);
  return {
    ...prepared,
    model,
    split,
    training: sides.training,
    test: returned.test,
    ...chosen,
    ...judged,
  };
};
