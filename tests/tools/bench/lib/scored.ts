/** Labels of 0 and 1 with the score of each. */
export interface Scored {
  readonly scores: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
}

/** Share of labels that a threshold of one half predicts. */
export const accuracy = ({ scores, labels }: Scored): number => {
  let right = 0;
  for (let i = 0; i < labels.length; i++) if ((scores[i]! >= 0.5 ? 1 : 0) === labels[i]) right++;
  return right / labels.length;
};

/** Probability that a label of 1 has a higher score than one of 0, where a tie counts half. */
export const rocAuc = (scored: Scored): number => {
  const steps = byFallingScore(scored);
  const { positives, negatives } = steps.at(-1)!;
  let area = 0;
  let [left, height] = [0, 0];
  for (const step of steps) {
    area += ((step.negatives - left) * (step.positives + height)) / 2;
    left = step.negatives;
    height = step.positives;
  }
  return area / (positives * negatives);
};

/** Share of the variance of numbers that their scores tell. */
export const r2 = (scores: ArrayLike<number>, target: Float64Array): number => {
  const mean = target.reduce((sum, y) => sum + y, 0) / target.length;
  const squares = (of: (i: number) => number) =>
    target.reduce((sum, y, i) => sum + (y - of(i)) ** 2, 0);
  return 1 - squares((i) => scores[i]!) / squares(() => mean);
};

/** The mean logarithm of the probability that each label was given, of probabilities side by side. */
export const logLikelihood = (scores: ArrayLike<number>, target: Float64Array): number => {
  const classes = scores.length / target.length;
  const sum = target.reduce((all, y, row) => all + Math.log(scores[row * classes + y]!), 0);
  return sum / target.length;
};

/** F1 where scores of at least the threshold are taken for 1. */
export const f1 = ({ scores, labels }: Scored, threshold: number): number => {
  let [hits, flagged, positives] = [0, 0, 0];
  for (let i = 0; i < labels.length; i++) {
    positives += labels[i]!;
    if (scores[i]! < threshold) continue;
    flagged += 1;
    hits += labels[i]!;
  }
  return (2 * hits) / (flagged + positives);
};

/** The threshold with the best F1, halfway between two scores. */
export const maxF1Threshold = (scored: Scored): number => {
  const steps = byFallingScore(scored);
  const all = steps.at(-1)!.positives;
  const gains = steps.map(({ positives, negatives }) => positives / (positives + negatives + all));
  const best = gains.indexOf(Math.max(...gains));
  return (steps[best]!.score + (steps[best + 1] ?? steps[best]!).score) / 2;
};

/** For each score, the highest first: how many labels of either kind have at least that score. */
const byFallingScore = ({ scores, labels }: Scored) => {
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const steps: { score: number; positives: number; negatives: number }[] = [];
  let [positives, negatives] = [0, 0];
  for (const i of order) {
    positives += labels[i]!;
    negatives += 1 - labels[i]!;
    const step = { score: scores[i]!, positives, negatives };
    if (steps.at(-1)?.score === step.score) steps.pop();
    steps.push(step);
  }
  return steps;
};
