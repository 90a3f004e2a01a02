import { loadScorer, type Manifest, type ScorerDescription } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import type { FittedModel } from "./fit.js";
import { permutationImportance } from "./permutation.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { readRows } from "../estimators/rows.js";

/** How important a feature is to a model. */
export interface FeatureImportance {
  readonly feature: string;
  /** The gain of its splits in training, as a share of the gain of all splits. */
  readonly gain: number;
  /** How much worse the metric is when the feature's values are shuffled among the observations. */
  readonly permutation: { readonly mean: number; readonly standardDeviation: number };
}

/** The features' importance to a model. */
export interface Importance {
  /** The metric that permutation was measured with. */
  readonly metric: string;
  readonly features: readonly FeatureImportance[];
}

const REPEATS = 5;

/**
 * How important each feature is on test observations: by how much the squared error or its root, on the scale that the
 * model learned on and before smearing, grows when its values are shuffled. Of several classes it is half the sum of
 * the squared errors. It is measured of estimators that split; the others have coefficients.
 */
export const importanceOf = async (
  engine: Engine,
  test: ObservationTable,
  task: Manifest["task"],
  { gain, description, modelJson, features }: FittedModel,
): Promise<Importance | undefined> => {
  if (gain === undefined) return undefined;
  const rows = await readRows(engine, test, features);
  const scorer = loadScorer(description, modelJson);
  const { metric, loss } = lossOf(task, scorer.outputs, description.scale, rows.target);
  const permuted = permutationImportance(
    scorer,
    { ...rows, metric: (scores, target) => -loss(scores, target) },
    { repeats: REPEATS, seed: 0 },
  );
  return {
    metric,
    features: features.map(({ name }, i) => ({
      feature: name,
      gain: gain[i]!,
      permutation: permuted[i]!,
    })),
  };
};

type Loss = (scores: Float64Array, target: Float64Array) => number;

const meanSquare: Loss = (scores, target) =>
  scores.reduce((sum, score, i) => sum + (score - target[i]!) ** 2, 0) / scores.length;

const rmse: Loss = (scores, target) => Math.sqrt(meanSquare(scores, target));

/** Half the sum over the classes of the squared distance to what happened. */
const brierOf =
  (classes: number): Loss =>
  (scores, target) =>
    scores.reduce((sum, score, i) => {
      const happened = target[Math.floor(i / classes)] === i % classes ? 1 : 0;
      return sum + (score - happened) ** 2;
    }, 0) /
    (2 * target.length);

const lossOf = (
  task: Manifest["task"],
  outputs: number,
  scale: ScorerDescription["scale"],
  labels: Float64Array,
): { readonly metric: string; readonly loss: Loss } => {
  if (task === "classification")
    return { metric: "brier", loss: outputs === 1 ? meanSquare : brierOf(outputs) };
  // A test label may have no logarithm, though every training label has one.
  if (scale === undefined || !labels.every((label) => label > 0))
    return { metric: "rmse", loss: rmse };
  const logarithms = (scores: Float64Array) =>
    scores.map((score) => Math.log(score / scale.smearing));
  return {
    metric: "log_rmse",
    loss: (scores, target) => rmse(logarithms(scores), target.map(Math.log)),
  };
};
