import type { ClassEvaluation, MulticlassEvaluation } from "./evaluation.js";
import { meanOf } from "./spread.js";

type Confusion = MulticlassEvaluation["confusion"];

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);

/** What the answers say about one class, which has observations. */
export const classMetrics = (
  confusion: Confusion,
  code: number,
): { readonly precision: number; readonly recall: number; readonly f1: number } => {
  const right = confusion[code]![code]!;
  const actual = sumOf(confusion[code]!);
  const answered = sumOf(confusion.map((answers) => answers[code]!));
  return {
    precision: share(right, answered),
    recall: right / actual,
    f1: (2 * right) / (actual + answered),
  };
};

/** The metrics of the whole: means over the classes that have observations, and what is measured over all of them. */
export const overallMetrics = (
  classes: readonly ClassEvaluation[],
  confusion: Confusion,
  losses: { readonly log_loss: number; readonly brier: number },
): Record<string, number> => {
  const there = classes.filter(({ observations }) => observations > 0);
  const mean = (metric: string) => meanOf(there.map(({ metrics }) => metrics[metric]!));
  const right = sumOf(confusion.map((answers, code) => answers[code]!));
  return {
    roc_auc: mean("roc_auc"),
    gini: mean("gini"),
    ks: mean("ks"),
    pr_auc: mean("pr_auc"),
    ...losses,
    accuracy: right / sumOf(confusion.map(sumOf)),
    balanced_accuracy: mean("recall"),
    precision: mean("precision"),
    recall: mean("recall"),
    f1: mean("f1"),
  };
};
