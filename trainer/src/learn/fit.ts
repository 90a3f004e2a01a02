import type { ManifestFeature } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import type { Estimator, Fitted } from "../estimators/estimator.js";
import { ESTIMATORS } from "../estimators/registry.js";
import type { EstimatorOptions } from "../estimators/options.js";
import type { ModelDefinition } from "../model/model.js";
import { describeManifestFeatures } from "./describe-features.js";
import type { ScoringModel } from "./score.js";
import { describeFeatures, type FeatureStatistics } from "../dataset/statistics.js";

/** A fitted model, ready to score. */
export interface FittedModel extends Fitted, ScoringModel {
  readonly options: EstimatorOptions;
  readonly statistics: readonly FeatureStatistics[];
  readonly features: readonly ManifestFeature[];
}

/** Fits one of a model's estimators on a view of observations. */
export const fit = async (
  engine: Engine,
  model: Pick<ModelDefinition, "task" | "features" | "privacy">,
  options: EstimatorOptions,
  view: string,
): Promise<FittedModel> => {
  const { task, features } = model;
  // Each kind is its own estimator's, which the compiler cannot follow through the table.
  const estimator = ESTIMATORS[options.kind] as unknown as Estimator<EstimatorOptions>;
  const statistics = await describeFeatures(engine, view, features);
  const fitted = await estimator.fit(engine, { view, task, features, statistics }, options);
  const described = describeManifestFeatures(model, statistics, estimator.missing);
  return {
    ...fitted,
    options,
    statistics,
    features: described,
    description: {
      estimator: options.kind,
      features: described,
      ...(fitted.scale === undefined ? {} : { scale: fitted.scale }),
    },
  };
};
