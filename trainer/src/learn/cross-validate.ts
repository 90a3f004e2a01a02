import { FOLD, type FoldedTable } from "../dataset/folds.js";
import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scoped.js";
import type { ObservationColumn } from "../estimators/observation-table.js";
import type { EstimatorOptions } from "../estimators/registry.js";
import { measure } from "../evaluate/measure.js";
import type { ScoredTable } from "../evaluate/scored.js";
import type { ModelDefinition } from "../model/model.js";
import { answersBy } from "./finish/answers.js";
import { unfinishedOf, type Finish } from "./finish/finish.js";
import { learnFinish, type LearnedFinish } from "./finish/learn.js";
import { FOLD_COLUMN } from "./finish/points.js";
import { sumsOf, type Sums } from "./finish/sums.js";
import { requireFiniteAnswers } from "./finite-answers.js";
import { fit, formOf } from "./fit.js";

/** A model that is cross-validated. */
export type CrossValidated = Pick<ModelDefinition, "task" | "classes" | "features" | "privacy"> & {
  readonly crossValidation: {
    readonly folds: number;
    /** What each fold is measured by. Default: they are not measured. */
    readonly metric?: string;
  };
};

/** What cross-validation gives. */
export interface Validated {
  /** The metric of each fold; none where they are not measured. */
  readonly folds: readonly number[];
  /** Every training observation, scored by the fit that did not learn from it, with the finish of the model. */
  readonly outOfFold: ScoredTable;
  /** What finishes the model, learned from the sums of all folds. */
  readonly finish: Finish;
}

/**
 * Fits an estimator on all folds but one and adds up its sums for that one, for each fold in turn. The sums say how to
 * finish the model. A fold is measured with the finish that the others give.
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
    const { folds } = model.crossValidation;
    const parts: Sums[] = [];
    for (let fold = 0; fold < folds; fold++)
      parts.push(await sumsOfFold(own, folded, model, options, fold));
    const table = await own.table<"observation" | "label">(
      parts.map((part) => `SELECT * FROM ${part.table.name}`).join(" UNION ALL "),
    );
    const sums = { ...parts[0]!, table };
    const learned = await learnFinish(own, sums, unfinishedOf(model, options), folds);
    const answers = await answersBy(own, sums, learned.finish);
    // A table is not computed again whenever it is read.
    const outOfFold = await own.table<"observation" | "label" | "score">(
      `SELECT * FROM ${answers.name}`,
    );
    return {
      folds: await measureFolds(own, parts, model, learned),
      outOfFold: keep(outOfFold),
      finish: learned.finish,
    };
  });

/** The sums of the observations of a fold, by the fit on the others, with the number of the fold. */
const sumsOfFold = (
  engine: Engine,
  { name }: FoldedTable,
  model: CrossValidated,
  options: EstimatorOptions,
  fold: number,
): Promise<Sums> =>
  scoped(engine, async (own, keep) => {
    const where = (condition: string) =>
      own.view<ObservationColumn>(`SELECT * FROM ${name} WHERE ${condition}`);
    const test = await where(`${FOLD} = ${fold}`);
    const fitted = await fit(own, model, options, await where(`${FOLD} <> ${fold}`));
    const sums = await sumsOf(own, test, fitted);
    const table = await own.table<"observation" | "label">(
      `SELECT *, ${fold} AS ${FOLD_COLUMN} FROM ${sums.table.name}`,
    );
    const plain =
      unfinishedOf(model, options) === "smearing"
        ? { scale: { of: "log", smearing: 1 } as const }
        : {};
    const answers = await answersBy(own, { ...sums, table }, plain);
    await requireFiniteAnswers(own, test, answers, fitted);
    return { ...sums, table: keep(table) };
  });

const measureFolds = async (
  engine: Engine,
  parts: readonly Sums[],
  model: CrossValidated,
  { byFold }: LearnedFinish,
): Promise<readonly number[]> => {
  const { metric } = model.crossValidation;
  if (metric === undefined) return [];
  const folds: number[] = [];
  for (const [fold, part] of parts.entries()) {
    const finish = byFold[fold]!;
    const scored = await answersBy(engine, part, finish);
    folds.push(await measure(engine, scored, formOf(model, finish), metric));
  }
  return folds;
};
