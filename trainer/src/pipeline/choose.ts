import type { DespliegaError } from "@despliega/storage";

import type { Sides } from "../dataset/split.js";
import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scoped.js";
import { nameOf } from "../estimators/name.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ScoredTable } from "../evaluate/scored.js";
import { metricsOf } from "../evaluate/measure.js";
import { requireFiniteAnswers } from "../learn/finite-answers.js";
import { finished } from "../learn/finish/finished.js";
import { fit, formOf, type FittedModel } from "../learn/fit.js";
import type { ModelDefinition } from "../model/model.js";
import type { Progress } from "./progress.js";
import { score } from "../learn/score.js";
import { searchFor, type Searchable, type SearchContext, type Tuning } from "./search-for.js";
import { select, type Selected } from "../learn/select.js";
import { unfittable, type Refusals } from "../learn/unfittable.js";

/** The options of a search, and a model that declares one. */
export type Search = Tuning & { readonly model: Searchable };

/** Where the choice is reported, and where a search is recorded. */
export interface ChoiceContext extends Pick<SearchContext, "openLog"> {
  readonly progress: Progress;
}

/** The estimator that was chosen, fitted on the training observations. */
export interface Chosen {
  readonly selected: Pick<Selected, "outOfFold" | "selection" | "search">;
  readonly fitted: FittedModel;
  /** The test observations, scored by the fitted model. */
  readonly scored: ScoredTable;
}

/**
 * Chooses an estimator, by a search if there is one to do, and fits it on the training observations. An estimator that
 * cannot be fitted on all observations, or that has no finite answer to a test observation, is replaced by the next
 * best. Nothing else of the test observations influences the choice.
 *
 * @throws the error of the only estimator, `SELECTION_FRUITLESS` or `SEARCH_FRUITLESS` when all of several fail
 */
export const chooseAndFit = async (
  engine: Engine,
  sides: Sides,
  model: ModelDefinition,
  search: Search | undefined,
  context: ChoiceContext,
): Promise<Chosen> => {
  const refused = new Map<number, DespliegaError>();
  for (;;) {
    const selected = await choose(engine, sides.training, model, search, refused, context);
    try {
      return { selected, ...(await fitAll(engine, sides, model, selected, context.progress)) };
    } catch (error) {
      if (selected.place === undefined) throw error;
      const refusal = unfittable(error);
      refused.set(selected.place, refusal);
      context.progress.notice(`${nameOf(selected.options)} is passed over: ${refusal.message}`);
    }
  }
};

const fitAll = (
  engine: Engine,
  { training, test }: Sides,
  model: ModelDefinition,
  { options, finish }: Selected,
  progress: Progress,
): Promise<Omit<Chosen, "selected">> =>
  progress.step(
    "fit",
    () =>
      scoped(engine, async (own, keep) => {
        const fitted = finished(await fit(own, model, options, training), finish);
        const scored = await score(own, test, fitted, "table");
        await requireFiniteAnswers(own, test, scored, fitted);
        // Numbers may be finite while the squares of their errors are not.
        if (model.task === "regression") await metricsOf(own, scored, formOf(model, fitted));
        return { fitted, scored: keep(scored) };
      }),
    ({ fitted: { effort } }) => ({ estimator: options.kind, ...effort }),
  );

const choose = (
  engine: Engine,
  training: ObservationTable,
  model: ModelDefinition,
  search: Search | undefined,
  refused: Refusals,
  { openLog, progress }: ChoiceContext,
): Promise<Selected> => {
  if (search !== undefined)
    return progress.step(
      "tune",
      (tell) =>
        searchFor(engine, training, search.model, search, { openLog, progress, tell }, refused),
      ({ search: { trials, best } }) => ({ trials: trials.length, best_trial: best }),
    );
  if (model.crossValidation === undefined) return select(engine, training, model);
  return progress.step(
    "select",
    () => select(engine, training, model, refused),
    ({ options }) => ({ estimator: nameOf(options) }),
  );
};
