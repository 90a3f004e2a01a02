import type { Engine } from "../engine/engine.js";
import type { Ranking } from "./ranking.js";

/** The score from which on the answer is 1, and the rule that chose it. */
export interface Threshold {
  readonly value: number;
  readonly policy: string;
}

/**
 * Chooses the threshold with the best F1, the harmonic mean of precision and recall. It is halfway between two scores,
 * so that the last bit of a score never decides.
 *
 * @param ranking of the training observations
 */
export const maxF1Threshold = async (engine: Engine, ranking: Ranking): Promise<Threshold> => {
  const { value } = await engine.row<{ value: number }>(`
    SELECT (score + coalesce(next, score)) / 2 AS value
    FROM (
      SELECT score, lead(score) OVER (ORDER BY score DESC) AS next,
             2 * tp / (tp + fp + (SELECT sum(pos) FROM ${ranking.name})) AS f1
      FROM ${ranking.name}
    )
    ORDER BY f1 DESC, score DESC
    LIMIT 1`);
  return { value, policy: "max-f1: the best F1 on the training observations" };
};
