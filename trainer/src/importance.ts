import { loadScorer, type Manifest, type ScorerDescription } from "@despliega/storage";

import type { Engine } from "./engine.js";
import { permutationImportance } from "./estimators/forest/permutation.js";
import type { FittedModel } from "./fit.js";
import type { Importance } from "./report/report-data.js";
import { readRows } from "./rows.js";

const REPEATS = 5;

/**
 * How important each feature is on the view `test`: by how much the squared error, on the scale that the model learned
 * on, grows when its values are mixed up. Only for estimators that split; coefficients say it of the others.
 */
export const importanceOf = async (
  engine: Engine,
  task: Manifest["task"],
  { gain, description, modelJson, features }: FittedModel,
): Promise<Importance | undefined> => {
  if (gain === undefined) return undefined;
  const rows = await readRows(engine, "test", features);
  const scorer = loadScorer(description, modelJson);
  const metric = metricOf(task, description.scale);
  const permuted = permutationImportance(
    scorer,
    { ...rows, metric: (scores, target) => -LOSSES[metric](scores, target) },
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

const meanSquare = (scores: Float64Array, target: Float64Array): number =>
  scores.reduce((sum, score, i) => sum + (score - target[i]!) ** 2, 0) / scores.length;

const LOSSES = {
  brier: meanSquare,
  rmse: (scores: Float64Array, target: Float64Array) => Math.sqrt(meanSquare(scores, target)),
  log_rmse: (scores: Float64Array, target: Float64Array) =>
    Math.sqrt(meanSquare(scores.map(Math.log), target.map(Math.log))),
} as const;

const metricOf = (
  task: Manifest["task"],
  scale: ScorerDescription["scale"],
): keyof typeof LOSSES => {
  if (task === "classification") return "brier";
  return scale === undefined ? "rmse" : "log_rmse";
};
