import type { Engine } from "../engine/engine.js";
import type { EstimatorOptions } from "../estimators/registry.js";
import type { ScoredTable } from "../evaluate/scored.js";
import type { ObservationColumn } from "../estimators/observation-table.js";
import { scoped } from "../engine/scoped.js";
import { measure } from "../evaluate/measure.js";
import { requireFiniteAnswers } from "./finite-answers.js";
import { fit, formOf } from "./fit.js";
import { FOLD, type FoldedTable } from "../dataset/folds.js";
import type { ModelDefinition } from "../model/model.js";
import { score } from "./score.js";

/** A model that is cross-validated. */
export type CrossValidated = Pick<ModelDefinition, "task" | "classes" | "features" | "privacy"> & {
  readonly crossValidation: NonNullable<ModelDefinition["crossValidation"]>;
};

/** What cross-validation gives. */
export interface Validated {
  /** The metric of each fold. */
  readonly folds: readonly number[];
  /** Every training observation, scored by the fit that did not learn from it. */
  readonly outOfFold: ScoredTable;
}

/**
 * Fits an estimator on all folds but one and measures it on that one, for each fold in turn.
 *
 * @throws `ANSWERS_NOT_FINITE`, and `METRIC_ABSENT` when these observations cannot be measured by the metric
 */
export const crossValidate = (
  engine: Engine,
  folded: FoldedTable,
  model: CrossValidated,
  options: EstimatorOptions,
): Promise<Validated> =>
  scoped(engine, async (own, keep) => {
    const folds: number[] = [];
    const parts: string[] = [];
    for (let fold = 0; fold < model.crossValidation.folds; fold++) {
      const { scored, metric } = await validateFold(own, folded, model, options, fold);
      folds.push(metric);
      parts.push(`SELECT * FROM ${scored.name}`);
    }
    const outOfFold = await own.table<"observation" | "label" | "score">(parts.join(" UNION ALL "));
    return { folds, outOfFold: keep(outOfFold) };
  });

const validateFold = (
  engine: Engine,
  { name }: FoldedTable,
  model: CrossValidated,
  options: EstimatorOptions,
  fold: number,
): Promise<{ readonly scored: ScoredTable; readonly metric: number }> =>
  scoped(engine, async (own, keep) => {
    const where = (condition: string) =>
      own.view<ObservationColumn>(`SELECT * FROM ${name} WHERE ${condition}`);
    const training = await where(`${FOLD} <> ${fold}`);
    const test = await where(`${FOLD} = ${fold}`);
    const fitted = await fit(own, model, options, training);
    const answers = await score(own, test, fitted);
    // A table is not scored again for each sum of the metric.
    const scored = await own.table<"observation" | "label" | "score">(
      `SELECT * FROM ${answers.name}`,
    );
    await requireFiniteAnswers(own, test, scored, fitted);
    const { metric } = model.crossValidation;
    return {
      scored: keep(scored),
      metric: await measure(own, scored, formOf(model, fitted), metric),
    };
  });
