import type { Engine } from "../engine/engine.js";
import { exactSum } from "../engine/exact-sum.js";
import type { Ranking } from "./ranking.js";

/** Metrics of the order of the scores alone. */
export interface RankingMetrics {
  /** Probability that a positive scores above a negative, ties counted half. */
  readonly roc_auc: number;
  readonly gini: number;
  /** Largest distance between the two classes' cumulative shares (Kolmogorov–Smirnov). */
  readonly ks: number;
  /** Average precision: precision, weighted by the recall that each score adds. */
  readonly pr_auc: number;
}

/** Computes the metrics of a ranking; the areas are sums of integers, and so exact. */
export const rankingMetrics = async (engine: Engine, ranking: Ranking): Promise<RankingMetrics> => {
  const { cast } = engine.dialect;
  const row = await engine.row<{
    area: number;
    ks: number;
    precision: number;
    p: number;
    n: number;
  }>(`
    SELECT sum(${cast("n - pos", "wide")} * (2 * tp - pos)) AS area,
           max(abs(tp / p.total - fp / q.total)) AS ks,
           ${exactSum("(pos / p.total) * (tp / (tp + fp))", 1)} AS "precision",
           any_value(p.total) AS p, any_value(q.total) AS n
    FROM ${ranking.name},
         (SELECT ${cast("sum(pos)", "bigint")} AS total FROM ${ranking.name}) AS p,
         (SELECT ${cast("sum(n - pos)", "bigint")} AS total FROM ${ranking.name}) AS q`);
  const rocAuc = row.area / (2 * row.p * row.n);
  return { roc_auc: rocAuc, gini: 2 * rocAuc - 1, ks: row.ks, pr_auc: row.precision };
};
