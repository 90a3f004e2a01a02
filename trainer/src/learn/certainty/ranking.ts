import type { FallingRows } from "./falling.js";

/**
 * The metrics of a ranking, as `evaluate/ranking-metrics` defines them, of rows that count as often as their entity was
 * drawn.
 *
 * @param positives drawn rows with the label 1
 * @param negatives drawn rows with the label 0
 */
export const rankingOf = (
  { entities, turns, ends }: FallingRows,
  drawn: Uint32Array,
  positives: number,
  negatives: number,
): Readonly<Record<"roc_auc" | "gini" | "ks" | "pr_auc", number>> => {
  let area = 0;
  let ks = 0;
  let precision = 0;
  let tp = 0;
  let fp = 0;
  for (let run = 0, at = 0; run < ends.length; run++) {
    const [turn, end] = [turns[run]!, ends[run]!];
    let pos = 0;
    let neg = 0;
    for (; at < turn; at++) pos += drawn[entities[at]!]!;
    for (; at < end; at++) neg += drawn[entities[at]!]!;
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
