import type { EstimatorOptions } from "../../estimators/registry.js";
import type { Draft } from "./draft.js";

/** What is tried, and how the best is chosen. */
export interface Attempt {
  readonly estimators: readonly EstimatorOptions[];
  /** Undefined where there are too few keys to have some in each fold. */
  readonly crossValidation: { readonly folds: number; readonly metric: string } | undefined;
}

/** With fewer keys a fold may have none: all rows of a key are in one. */
const FOLDED_KEYS = 30;

/** With fewer rows trees find little that a weighted sum does not. */
const TREES_FROM = 100;

/** With fewer rows those that say when to stop say it by chance. */
const STOPS_FROM = 500;

/** With more values in the table a forest takes too long beside boosting. */
const FOREST_CELLS = 20_000;

/** Boosting keeps all values in memory, up to 2^25 of them. */
const BOOSTING_CELLS = 30_000_000;

/** With more rows the figures of fewer folds are as steady. */
const MANY_ROWS = 50_000;

/** The estimators for a table of this size: a weighted sum always, trees where there are rows for them. */
export const attemptOf = ({ target, features, keyCount }: Draft): Attempt => {
  const { task, rows, counts, logarithm } = target;
  const target_ = logarithm ? ({ target: "log" } as const) : {};
  const cells = rows * features.length;
  const minLeaf = Math.min(20, Math.max(3, Math.round(rows / 100)));
  const isRegression = task === "regression";
  const folds = keyCount === 0 || keyCount >= FOLDED_KEYS;
  const trees = folds && rows >= TREES_FROM;
  const stops = rows >= STOPS_FROM;
  const estimators: EstimatorOptions[] = [
    isRegression ? { kind: "linear", ridge: 1, ...target_ } : { kind: "logistic", ridge: 1 },
  ];
  if (trees && cells <= BOOSTING_CELLS)
    estimators.push({
      kind: "boosting",
      ...target_,
      rounds: stops ? 500 : 100,
      learningRate: rows < MANY_ROWS ? 0.05 : 0.1,
      maxLeaves: rows < 5_000 ? 8 : 31,
      minLeaf,
      l2: 1,
      bins: 255,
      ...(stops && { earlyStopping: { heldOut: 0.15, patience: 30 } }),
    });
  if (trees && cells <= FOREST_CELLS)
    estimators.push({
      kind: "forest",
      ...target_,
      trees: 100,
      minLeaf: Math.min(5, minLeaf),
      maxFeatures: isRegression ? "third" : "sqrt",
      sample: 1,
      bins: 255,
      seed: 1,
    });
  return {
    estimators,
    crossValidation: folds ? { folds: foldsOf(rows, counts), metric: metricOf(target) } : undefined,
  };
};

const foldsOf = (rows: number, counts: readonly number[]): number => {
  const most = rows < MANY_ROWS ? 5 : 3;
  return Math.max(2, Math.min(most, Math.floor(Math.min(...counts, rows) / 4)));
};

const metricOf = ({ task, counts, logarithm }: Draft["target"]): string => {
  if (task === "regression") return logarithm ? "log_r2" : "r2";
  return counts.length > 2 ? "log_loss" : "roc_auc";
};

/** A class is rare that has a smaller share of the rows. */
const RARE = 0.1;

/** Where two classes are told apart: a miss costs as many false alarms as there are other rows for one of a rare class. */
export const thresholdOf = ({ counts, positives, rows }: Draft["target"]) => {
  if (counts.length !== 2) return undefined;
  return positives < RARE * rows
    ? { policy: "cost", falseAlarm: 1, miss: Math.round((rows - positives) / positives) }
    : { policy: "best_f1" };
};
