import { loadScorer } from "@despliega/storage";

import type { Engine } from "./engine.js";
import { permutationImportance } from "./estimators/forest/permutation.js";
import type { FittedModel } from "./fit.js";
import type { Importance } from "./report/report-data.js";
import { readRows } from "./rows.js";

const REPEATS = 5;

/**
 * How important each feature is on the view `test`: by how much the mean squared error (of a probability, the Brier
 * score) grows when its values are mixed up. Only for estimators that split; coefficients say it of the others.
 */
export const importanceOf = async (
  engine: Engine,
  { gain, description, modelJson, features }: FittedModel,
): Promise<Importance | undefined> => {
  if (gain === undefined) return undefined;
  const rows = await readRows(engine, "test", features);
  const scorer = loadScorer(description, modelJson);
  const permuted = permutationImportance(
    scorer,
    { ...rows, metric: negativeMeanSquaredError },
    { repeats: REPEATS, seed: 0 },
  );
  return {
    metric: "mean squared error",
    features: features.map(({ name }, i) => ({
      feature: name,
      gain: gain[i]!,
      permutation: permuted[i]!,
    })),
  };
};

const negativeMeanSquaredError = (scores: Float64Array, target: Float64Array): number =>
  -scores.reduce((sum, score, i) => sum + (score - target[i]!) ** 2, 0) / scores.length;
