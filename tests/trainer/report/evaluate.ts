import type {
  CalibrationBin,
  ClassificationEvaluation,
  DistributionBin,
} from "@despliega/trainer/evaluate/evaluation.js";
import type { Scored } from "./scored.js";

/** A plain evaluation of scored observations, highest score first, with a tenth of them flagged. */
export const evaluate = (scored: readonly Scored[]): ClassificationEvaluation => {
  const observations = scored.length;
  const positives = positivesIn(scored);
  const negatives = observations - positives;
  const flagged = scored.slice(0, observations / 10);
  const tp = positivesIn(flagged);
  const fp = flagged.length - tp;
  const cuts = Array.from({ length: 200 }, (_, i) => Math.round((i / 199) * observations));
  const caught = cuts.map((cut) => positivesIn(scored.slice(0, cut)));
  const roc = cuts.map((cut, i) => ({
    fpr: (cut - caught[i]!) / negatives,
    tpr: caught[i]! / positives,
  }));
  const area = roc
    .slice(1)
    .reduce((sum, { fpr, tpr }, i) => sum + ((fpr - roc[i]!.fpr) * (tpr + roc[i]!.tpr)) / 2, 0);
  return {
    observations,
    positives,
    metrics: {
      roc_auc: area,
      gini: 2 * area - 1,
      ks: Math.max(...roc.map(({ fpr, tpr }) => tpr - fpr)),
      pr_auc: 0.0381,
      log_loss: 0.07214,
      brier: 0.01462,
      precision: tp / flagged.length,
      recall: tp / positives,
      f1: (2 * tp) / (flagged.length + positives),
      accuracy: (tp + negatives - fp) / observations,
    },
    roc,
    precisionRecall: cuts
      .slice(1)
      .map((cut, i) => ({ recall: caught[i + 1]! / positives, precision: caught[i + 1]! / cut })),
    calibration: Array.from({ length: 10 }, (_, i) => calibrationBin(i + 1, scored)),
    distribution: [...distribution(0, scored), ...distribution(1, scored)],
    threshold: { value: flagged.at(-1)?.score ?? 0.5, policy: "the tenth with the highest scores" },
    confusion: { tp, fp, tn: negatives - fp, fn: positives - tp },
  };
};

const positivesIn = (scored: readonly Scored[]): number =>
  scored.filter(({ positive }) => positive).length;

const calibrationBin = (bin: number, scored: readonly Scored[]): CalibrationBin => {
  const size = scored.length / 10;
  const within = scored.slice((10 - bin) * size, (11 - bin) * size);
  const n = within.length;
  const observed = positivesIn(within) / n;
  const z = 1.96;
  const centre = observed + (z * z) / (2 * n);
  const spread = z * Math.sqrt((observed * (1 - observed)) / n + (z * z) / (4 * n * n));
  return {
    bin,
    predicted: within.reduce((sum, { score }) => sum + score, 0) / n,
    observed,
    lower: Math.max(0, (centre - spread) / (1 + (z * z) / n)),
    upper: (centre + spread) / (1 + (z * z) / n),
    observations: n,
  };
};

const STEPS = 4;

const distribution = (label: 0 | 1, scored: readonly Scored[]): DistributionBin[] => {
  const own = scored.filter(({ positive }) => positive === (label === 1));
  const counts = new Map<number, number>();
  for (const { score } of own) {
    const step = Math.floor(STEPS * Math.log(score / (1 - score)));
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  return [...counts].map(([step, count]) => ({
    from: 1 / (1 + Math.exp(-step / STEPS)),
    to: 1 / (1 + Math.exp(-(step + 1) / STEPS)),
    class: label,
    share: count / own.length,
  }));
};
