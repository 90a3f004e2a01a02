import type { Manifest } from "@despliega/storage";

import type { AnswerPolicy } from "./class-answer.js";

/** How well the scores of one class tell it from all others. */
export interface ClassCurves {
  /** From (0, 0) to (1, 1), at most about 200 points. */
  readonly roc: readonly { readonly fpr: number; readonly tpr: number }[];
  /** By rising recall, at most about 200 points. */
  readonly precisionRecall: readonly { readonly recall: number; readonly precision: number }[];
  /** One bin per decile of the score, lowest first, with the 95 % Wilson interval of the observed share. */
  readonly calibration: readonly CalibrationBin[];
  /** Bins in equal steps of log-odds, their edges given as probabilities. */
  readonly distribution: readonly DistributionBin[];
}

/**
 * How well a classifier of two classes does on observations that it did not learn from; sums and shares only, never one
 * person. The curves are those of class 1.
 */
export interface ClassificationEvaluation extends ClassCurves {
  readonly observations: number;
  readonly positives: number;
  /** By the metric's name in snake case, such as `roc_auc`; the report explains those that it knows. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly threshold: { readonly value: number; readonly policy: string };
  readonly confusion: Confusion;
  /** The tenths of the scores before they were calibrated; absent where they are not. */
  readonly uncalibrated?: readonly CalibrationBin[];
}

/** How well a classifier of three or more classes does on observations that it did not learn from. */
export interface MulticlassEvaluation {
  readonly observations: number;
  /** By the metric's name; one that is measured class by class is the mean over the classes. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly policy: AnswerPolicy;
  /** Observations by class, and there by answer, both in the order of `classes`. */
  readonly confusion: readonly (readonly number[])[];
  /** In the order of the labels' codes. */
  readonly classes: readonly ClassEvaluation[];
}

/** How well a classifier tells one of several classes from all others. */
export interface ClassEvaluation {
  readonly name: string;
  /** Observations of the class. */
  readonly observations: number;
  /** The metrics that are measured class by class; none without an observation of the class. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Absent without an observation of the class. */
  readonly curves?: ClassCurves;
}

export interface CalibrationBin {
  readonly bin: number;
  /** Mean score. */
  readonly predicted: number;
  /** Share of positives. */
  readonly observed: number;
  readonly lower: number;
  readonly upper: number;
  readonly observations: number;
}

export interface DistributionBin {
  readonly from: number;
  readonly to: number;
  readonly class: 0 | 1;
  /** Of the class's own observations, so that each class sums to 1. */
  readonly share: number;
}

/** Counts at the threshold. */
export interface Confusion {
  readonly tp: number;
  readonly fp: number;
  readonly tn: number;
  readonly fn: number;
}

/** How well a regression does on observations that it did not learn from; sums, bins and quantiles only. */
export interface RegressionEvaluation {
  readonly observations: number;
  /**
   * By the metric's name in snake case, such as `rmse`; the report explains those that it knows. Names that begin with
   * `log_` are of the model's own scale, where that is the logarithm.
   */
  readonly metrics: Readonly<Record<string, number>>;
  /** The same metrics of the mean of the test labels, as the answer to every observation, on each scale. */
  readonly baseline: Readonly<Record<string, number>>;
  /** How the pictures are spaced; with `log` a residual is a factor of the answer. */
  readonly axis: Axis;
  readonly density: Density;
  /** By rising prediction, about as many observations in each. */
  readonly residuals: readonly ResidualBand[];
  /** One row per decile of the prediction, lowest first. */
  readonly deciles: readonly ErrorDecile[];
  /** Undefined where the model gives no interval. */
  readonly interval?: IntervalCoverage;
}

export type Axis = "linear" | "log";

/** How many observations have about the same answer and about the same label: a grid of square cells. */
export interface Density {
  /** Ends of the bins, the same for both directions; the outermost bins also hold all beyond them. */
  readonly edges: readonly number[];
  /** Those that are not empty, by the number of their bin from 0. */
  readonly cells: readonly {
    readonly predicted: number;
    readonly actual: number;
    readonly observations: number;
  }[];
}

/** Quantiles of the residuals of observations with about the same prediction. */
export interface ResidualBand {
  /** Median prediction. */
  readonly predicted: number;
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
  readonly observations: number;
}

export interface ErrorDecile {
  readonly decile: number;
  /** Means of the answers and of the labels. */
  readonly predicted: number;
  readonly actual: number;
  readonly mae: number;
  /** Mean of answer less label: above 0 the answers are too high. */
  readonly bias: number;
  readonly observations: number;
}

/** How many labels are inside the interval around their answers. */
export interface IntervalCoverage {
  readonly interval: Interval;
  /** Share of the labels inside, both ends included. The three shares add up to 1. */
  readonly inside: number;
  readonly below: number;
  readonly above: number;
  /** Half the distance of the ends, at the answers' 10 %, 50 % and 90 % quantile. */
  readonly halfWidth: { readonly p10: number; readonly p50: number; readonly p90: number };
  /** By decile of the prediction, lowest first, with the 95 % Wilson interval of the share inside. */
  readonly deciles: readonly CoverageDecile[];
}

export type Interval = NonNullable<Manifest["interval"]>;

export interface CoverageDecile {
  readonly decile: number;
  /** Median answer. */
  readonly predicted: number;
  readonly inside: number;
  readonly lower: number;
  readonly upper: number;
  readonly observations: number;
}
