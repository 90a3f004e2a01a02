import { classMetrics, overallMetrics } from "../../evaluate/multiclass-metrics.js";
import type { MulticlassEvaluation } from "../../evaluate/evaluation.js";
import type { Measured } from "./certainty.js";
import { byFallingScore } from "./falling.js";
import { rankingOf } from "./ranking.js";
import type { Measure } from "./resample.js";
import type { ScoredRows } from "./scored-rows.js";
import { shareInterval } from "./share-interval.js";

/**
 * How the metrics of several classes follow from scored rows.
 *
 * @param rows with the probability of each class, and the code of the answer as the last score
 */
export const measuredSeveralClasses = (
  rows: ScoredRows,
  { observations, classes, metrics }: MulticlassEvaluation,
): Measured => {
  const answers = rows.scores.at(-1)!;
  const rarest = Math.min(...classes.map((each) => each.observations).filter((n) => n > 0));
  const whole = new Set(["log_loss", "brier", "accuracy"]);
  return {
    measure: measureSeveralClasses(rows),
    exact: new Map(),
    shares: {
      accuracy: shareInterval(
        rows,
        () => true,
        (row) => rows.labels[row] === answers[row],
      ),
    },
    cases: Object.fromEntries(
      Object.keys(metrics).map((metric) => [metric, whole.has(metric) ? observations : rarest]),
    ),
  };
};

/** Measures a classifier of several classes, as `evaluate/multiclass` does. */
export const measureSeveralClasses = ({ labels, scores, entities }: ScoredRows): Measure => {
  const probabilities = scores.slice(0, -1);
  const answers = scores.at(-1)!;
  const classes = probabilities.map((column, code) =>
    byFallingScore(
      labels.map((label) => Number(label === code)),
      column,
      entities,
    ),
  );
  const losses = labels.map((label, i) => -Math.log(Math.max(probabilities[label]![i]!, 1e-15)));
  const squares = labels.map(
    (label, i) =>
      probabilities.reduce(
        (sum, column, code) => sum + (column[i]! - Number(code === label)) ** 2,
        0,
      ) / 2,
  );
  return (drawn) => {
    const confusion = probabilities.map(() => probabilities.map(() => 0));
    let all = 0;
    let loss = 0;
    let square = 0;
    labels.forEach((label, i) => {
      const weight = drawn[entities[i]!]!;
      confusion[label]![answers[i]!]! += weight;
      all += weight;
      loss += weight * losses[i]!;
      square += weight * squares[i]!;
    });
    const byClass = classes.map((rows, code) => {
      const observations = confusion[code]!.reduce((sum, n) => sum + n, 0);
      if (observations === 0) return { name: "", observations, metrics: {} };
      const ranking = rankingOf(rows, drawn, observations, all - observations);
      return { name: "", observations, metrics: { ...ranking, ...classMetrics(confusion, code) } };
    });
    return overallMetrics(byClass, confusion, { log_loss: loss / all, brier: square / all });
  };
};
