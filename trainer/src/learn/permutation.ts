import type { Scorer } from "@despliega/storage";

import { drawStream, type Draw } from "../estimators/draw.js";

/** How much worse a metric is when the values of one feature are shuffled among the rows. */
export interface PermutationImportance {
  /** The metric, less the metric with the feature shuffled. */
  readonly mean: number;
  /** Between the repetitions; 0 where there is one. */
  readonly standardDeviation: number;
}

/** What importance is measured on: rows, and a metric of which more is better. */
export interface PermutationRows {
  /** One array for each feature, in the model's order. */
  readonly columns: readonly Float64Array[];
  readonly target: Float64Array;
  /** @param scores those of a row, one per output, then those of the next row */
  readonly metric: (scores: Float64Array, target: Float64Array) => number;
}

/**
 * Measures how important each feature is to a model, whatever its kind. (Breiman, "Random Forests", 2001.) Features
 * with the same information share their importance, since the model can still read it from the other feature.
 *
 * @param repeats permutations of each feature. It takes rows × features × repeats scores
 */
export const permutationImportance = (
  { outputs, scores: answer }: Pick<Scorer, "outputs" | "scores">,
  { columns, target, metric }: PermutationRows,
  { repeats, seed }: { readonly repeats: number; readonly seed: number },
): PermutationImportance[] => {
  const row = new Float64Array(columns.length);
  const answers = new Float64Array(outputs);
  const scores = new Float64Array(target.length * outputs);
  const measure = (mixed: number, places: Uint32Array): number => {
    for (let i = 0; i < target.length; i++) {
      columns.forEach((column, feature) => {
        row[feature] = column[feature === mixed ? places[i]! : i]!;
      });
      answer(row, answers);
      scores.set(answers, i * outputs);
    }
    return metric(scores, target);
  };

  const places = Uint32Array.from(target, (_, i) => i);
  const whole = measure(-1, places);
  return columns.map((_, feature) => {
    const losses = Array.from({ length: repeats }, (_none, repeat) => {
      const draw = drawStream(seed, feature * repeats + repeat);
      return whole - measure(feature, shuffle(places, draw));
    });
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / repeats;
    const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
    return { mean, standardDeviation: Math.sqrt(squares / Math.max(repeats - 1, 1)) };
  });
};

const shuffle = (places: Uint32Array, draw: Draw): Uint32Array => {
  const shuffled = places.slice();
  for (let i = shuffled.length - 1; i > 0; i--) {
    const at = draw(i + 1);
    const kept = shuffled[i]!;
    shuffled[i] = shuffled[at]!;
    shuffled[at] = kept;
  }
  return shuffled;
};
