/** Label and score of an observation. */
export type Scored = readonly [label: 0 | 1, score: number];

/** Metrics of a ranking by plain loops over all pairs and all scores. */
export const plainMetrics = (scored: readonly Scored[]) => {
  const scores = scored.map(([, score]) => score);
  const positives = scored.filter(([label]) => label === 1).map(([, score]) => score);
  const negatives = scored.filter(([label]) => label === 0).map(([, score]) => score);
  let won = 0;
  for (const p of positives)
    for (const n of negatives) {
      if (p > n) won += 1;
      else if (p === n) won += 0.5;
    }
  const atLeast = (values: readonly number[], least: number) =>
    values.filter((value) => value >= least).length;
  let ks = 0;
  let precision = 0;
  let recall = 0;
  for (const score of [...new Set(scores)].toSorted((a, b) => b - a)) {
    const tp = atLeast(positives, score);
    const fp = atLeast(negatives, score);
    ks = Math.max(ks, Math.abs(tp / positives.length - fp / negatives.length));
    precision += (tp / positives.length - recall) * (tp / (tp + fp));
    recall = tp / positives.length;
  }
  const rocAuc = won / (positives.length * negatives.length);
  return { roc_auc: rocAuc, gini: 2 * rocAuc - 1, ks, pr_auc: precision };
};

/** Errors of numbers by plain loops, with what their precision depends on. */
export const plainErrors = (scored: readonly (readonly [label: number, score: number])[]) => {
  const n = scored.length;
  const mean = (value: (label: number, score: number) => number) =>
    scored.reduce((sum, [label, score]) => sum + value(label, score), 0) / n;
  const centre = mean((label) => label);
  const square = mean((label, score) => (score - label) ** 2);
  const variation = mean((label) => (label - centre) ** 2);
  return {
    mae: mean((label, score) => Math.abs(score - label)),
    rmse: Math.sqrt(square),
    bias: mean((label, score) => score - label),
    r2: 1 - square / variation,
    variation,
    largest: Math.max(...scored.flat().map(Math.abs)),
  };
};
