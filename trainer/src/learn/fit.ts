import type { ManifestFeature } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scoped.js";
import type { Fitted, ScoringModel } from "../estimators/estimator.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ImportedOptions } from "../estimators/imported-options.js";
import { estimatorOf, type EstimatorOptions } from "../estimators/registry.js";
import type { AnswerForm } from "../evaluate/measure.js";
import { classCount, type Classes } from "../model/classes.js";
import { codedFeature } from "../model/coded-feature.js";
import type { ModelDefinition } from "../model/model.js";
import { describeManifestFeatures } from "./describe-features.js";
import type { Finish } from "./finish/finish.js";
import { sampleOf } from "../estimators/sample.js";
import { describeFeatures, type FeatureStatistics } from "../estimators/statistics.js";

/** A fitted model, ready to score, also of one that was fitted elsewhere. What {@link fit} returns has no finish yet: it answers by its link alone. */
export interface FittedModel extends Fitted, ScoringModel, Finish {
  readonly options: EstimatorOptions | ImportedOptions;
  readonly statistics: readonly FeatureStatistics[];
  readonly features: readonly ManifestFeature[];
  /** How many observations it learned from, where a sample was drawn of them. */
  readonly sampled?: number | undefined;
}

/** Fits one of a model's estimators on observations. */
export const fit = async (
  engine: Engine,
  model: Pick<ModelDefinition, "task" | "classes" | "features" | "privacy">,
  options: EstimatorOptions,
  observations: ObservationTable,
): Promise<FittedModel> => {
  const { task } = model;
  const features = model.features.map(codedFeature);
  const estimator = estimatorOf(options.kind);
  const statistics = await describeFeatures(engine, observations, features);
  const { sampled, ...fitted } = await scoped(engine, async (own) => {
    const all = { observations, task, classes: classCount(model) ?? 2, features, statistics };
    const most = estimator.most?.(features.length) ?? Infinity;
    const { observations: drawn, rows } =
      most === Infinity ? { observations, rows: undefined } : await sampleOf(own, all, most);
    const found = await estimator.fit(own, { ...all, observations: drawn }, options);
    return rows === undefined
      ? { ...found, sampled: undefined }
      : { ...found, sampled: rows, effort: { ...found.effort, sampled: rows } };
  });
  const described = describeManifestFeatures(model, statistics, estimator.missing);
  return {
    ...fitted,
    options,
    statistics,
    sampled,
    features: described,
    description: { estimator: options.kind, features: described },
  };
};

/** How a fitted model answers, before a threshold or costs are chosen for it. */
export const formOf = ({ task, classes }: Classes, { scale }: Finish): AnswerForm => ({
  task,
  ...(classes === undefined ? {} : { classes: [...classes] }),
  ...(scale === undefined ? {} : { scale }),
});
