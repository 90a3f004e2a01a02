import type { Engine } from "../engine/engine.js";
import type { EstimatorOptions } from "../estimators/options.js";
import { measure } from "../evaluate/measure.js";
import { requireFiniteAnswers } from "./finite-answers.js";
import { fit } from "./fit.js";
import { FOLD } from "../dataset/folds.js";
import type { ModelDefinition } from "../model/model.js";
import { scoreView } from "./score.js";

/** A model that is cross-validated. */
export type CrossValidated = Pick<ModelDefinition, "task" | "features" | "privacy"> & {
  readonly crossValidation: NonNullable<ModelDefinition["crossValidation"]>;
};

/**
 * Fits an estimator on all folds but one and measures it on that one, for each fold in turn.
 *
 * @param into table that takes every training observation, scored by the fit that did not learn from it
 * @returns the metric of each fold
 * @throws `ANSWERS_NOT_FINITE`, and `METRIC_ABSENT` when these observations cannot be measured by the metric
 */
export const crossValidate = async (
  engine: Engine,
  model: CrossValidated,
  options: EstimatorOptions,
  into: string,
): Promise<number[]> => {
  const { folds, metric } = model.crossValidation;
  const measured: number[] = [];
  for (let fold = 0; fold < folds; fold++) {
    await engine.run(`
      CREATE OR REPLACE VIEW fold_training AS FROM folded WHERE ${FOLD} <> ${fold};
      CREATE OR REPLACE VIEW fold_test AS FROM folded WHERE ${FOLD} = ${fold}`);
    const fitted = await fit(engine, model, options, "fold_training");
    await scoreView(engine, "fold_test", "fold_scored", fitted);
    // A table, which is not scored again for each sum of the metric.
    await engine.run(`
      CREATE OR REPLACE TEMP TABLE fold_measured AS FROM fold_scored;
      ${fold === 0 ? `CREATE OR REPLACE TEMP TABLE ${into} AS` : `INSERT INTO ${into}`} FROM fold_measured`);
    await requireFiniteAnswers(engine, "fold_test", "fold_measured", fitted);
    measured.push(await measure(engine, model.task, "fold_measured", fitted.scale, metric));
  }
  return measured;
};
