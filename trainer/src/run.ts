import type { Ingested } from "./ingest/ingest.js";
import type { InputFile } from "./input.js";
import type { LogisticFit } from "./estimators/logistic/logistic.js";
import type { ModelDefinition } from "./model/model.js";
import type { Observations } from "./observations.js";
import type { ClassificationEvaluation } from "./report/report-data.js";
import type { Split } from "./split.js";
import type { FeatureStatistics } from "./statistics.js";

/** All that a run has found out when it comes to writing its release. */
export interface Run {
  readonly model: ModelDefinition;
  readonly input: InputFile;
  readonly ingested: Ingested;
  readonly observations: Observations;
  readonly split: Split;
  readonly statistics: readonly FeatureStatistics[];
  readonly fitted: LogisticFit;
  readonly evaluation: ClassificationEvaluation;
}

/** The parameters of a run: the same input with the same parameters gives the same bytes. */
export const parametersOf = ({ model, observations, split }: Run) => ({
  as_of: observations.asOf,
  test_share: model.split.testShare,
  test_from: split.test.from,
  estimator: model.estimator.kind,
  ridge: model.estimator.ridge,
  class_weights: model.estimator.classWeights,
  threshold: model.threshold,
});
