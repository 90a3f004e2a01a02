import type { FallingRows } from "./falling.js";

/**
 * The metrics of a ranking, as `evaluate/ranking-metrics` defines them, of rows that count as often as their entity was
 * drawn.
 *
 * @param drawn how often each entity was
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
  let widest = 0;
  let precision = 0;
  let tp = 0;
  let fp = 0;
  const rows = labels.length;
  for (let i = 0; i < rows;) {
    const score = scores[i]!;
    let pos = 0;
    let all = 0;
    do {
      const weight = drawn[entities[i]!]!;
      all += weight;
      pos += weight * labels[i]!;
      i++;
    } while (i < rows && scores[i] === score);
    if (all === 0) continue;
    const neg = all - pos;
    area += neg * (tp + pos / 2);
    tp += pos;
    fp += neg;
    // Divisions are slow. Whole numbers tell where the gap may be the widest, and where it is not.
    const width = Math.abs(tp * negatives - fp * positives);
    if (width >= widest) {
      widest = width;
      const gap = Math.abs(tp / positives - fp / negatives);
      if (gap > ks) ks = gap;
    }
    if (pos > 0) precision += (pos / positives) * (tp / (tp + fp));
  }
  const auc = area / (positives * negatives);
  return { roc_auc: auc, gini: 2 * auc - 1, ks, pr_auc: precision };
};
