import type { FallingRows } from "./falling.js";

/**
 * The metrics of a ranking, as `evaluate/ranking-metrics` defines them, of rows that count as often as their entity was
 * drawn.
 *
 * @param positives drawn rows with the label 1
 * @param negatives drawn rows with the label 0
 */
export const rankingOf = (
  { labels, scores, entities }: FallingRows,
  drawn: Uint32Array,
  positives: number,
  negatives: number,
): Readonly<Record<"roc_auc" | "gini" | "ks" | "pr_auc", number>> => {
  let area = 0;
  let ks = 0;
  let precision = 0;
  let tp = 0;
  let fp = 0;
  for (let i = 0; i < labels.length;) {
    const score = scores[i]!;
    let pos = 0;
    let neg = 0;
    for (; i < labels.length && scores[i] === score; i++) {
      const weight = drawn[entities[i]!]!;
      if (labels[i] === 1) pos += weight;
      else neg += weight;
    }
    area += neg * (tp + pos / 2);
    tp += pos;
    fp += neg;
    const gap = tp / positives - fp / negatives;
    if (gap > ks) ks = gap;
    else if (-gap > ks) ks = -gap;
    if (pos > 0) precision += (pos / positives) * (tp / (tp + fp));
  }
  const auc = area / (positives * negatives);
  return { roc_auc: auc, gini: 2 * auc - 1, ks, pr_auc: precision };
};
