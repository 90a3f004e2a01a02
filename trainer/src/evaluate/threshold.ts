import { agreedNumber } from "./agreed.js";
import type { Engine } from "../engine/engine.js";
import { double } from "../engine/sql.js";
import { ThresholdUnreachable } from "../errors/errors.js";
import type { Ranking } from "./ranking.js";
import { textOf, type ChoosingPolicy, type ThresholdPolicy } from "./threshold-policy.js";

/** The score from which on the answer is 1, and the rule that chose it. */
export interface Threshold {
  readonly value: number;
  readonly policy: string;
}

/**
 * Chooses the threshold by a policy. It is halfway between two scores, so that the last bit of a score never decides. Of
 * equally good ones it is the highest, which flags the fewest.
 *
 * @param ranking of the training observations
 * @throws `THRESHOLD_UNREACHABLE` when no threshold has the precision that is asked for
 */
export const chooseThreshold = async (
  engine: Engine,
  ranking: Ranking,
  policy: ThresholdPolicy,
): Promise<Threshold> => ({
  value: "value" in policy ? policy.value : await valueOf(engine, ranking, policy),
  policy: textOf(policy),
});

const valueOf = async (
  engine: Engine,
  { name }: Ranking,
  policy: ChoosingPolicy,
): Promise<number> => {
  const { allowed = "true", order } = rankedBy(policy);
  // The first row flags nothing. Its score is above all others.
  const [best] = await engine.rows<{ score: number }>(`
    SELECT score
    FROM (SELECT score, tp, fp FROM ${name}
          UNION ALL SELECT CASE WHEN max(score) < 1 THEN 1 ELSE ${double(1 + 1e-9)} END, 0, 0 FROM ${name}),
         (SELECT sum(pos) AS positives, sum(n) AS observations FROM ${name})
    WHERE ${allowed}
    ORDER BY ${order}, score DESC
    LIMIT 1`);
  if (best === undefined) throw new ThresholdUnreachable({ policy: textOf(policy) });
  const { score } = best;
  const { next } = await engine.row<{ next: number | null }>(
    `SELECT max(score) AS next FROM ${name} WHERE score < ${double(score)}`,
  );
  return next === null ? upTo(score) : between(next, score);
};

/** Halfway between two scores, the same on every engine, unless these differ by less than the digits that engines agree in. */
const between = (low: number, high: number): number => {
  const half = (low + high) / 2;
  const told = agreedNumber(half);
  return low < told && told <= high ? told : half;
};

/** The lowest score, or the next lower number that is the same on every engine: a higher one would not flag it. */
const upTo = (score: number): number => {
  const told = agreedNumber(score);
  return told <= score ? told : agreedNumber(score * (1 - LOWER));
};

/** More than the digits of {@link agreedNumber}, as a share. */
const LOWER = 1e-11;

/** Which thresholds a policy allows, and which of them comes first: SQL over the counts of what each flags. */
const rankedBy = (
  policy: ChoosingPolicy,
): { readonly allowed?: string; readonly order: string } => {
  switch (policy.policy) {
    case "best_f1":
      return { order: "2 * tp / (tp + fp + positives) DESC" };
    case "cost": {
      const [falseAlarm, miss] = [double(policy.falseAlarm), double(policy.miss)];
      return { order: `fp * ${falseAlarm} + (positives - tp) * ${miss}` };
    }
    case "flagged":
      return {
        allowed: `(tp + fp) / observations <= ${double(policy.share)}`,
        order: "tp + fp DESC",
      };
    case "precision":
      return {
        allowed: `tp + fp > 0 AND tp / (tp + fp) >= ${double(policy.least)}`,
        order: "tp DESC",
      };
    case "recall":
      return { allowed: `tp / positives >= ${double(policy.least)}`, order: "score DESC" };
  }
};
