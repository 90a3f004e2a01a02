import type { ManifestGate } from "@despliega/storage";

/** How well a classifier does on observations that it did not learn from; sums and shares only, never one person. */
export interface ClassificationEvaluation {
  readonly observations: number;
  readonly positives: number;
  /** By the metric's name in snake case, such as `roc_auc`; those that the report knows come with their meaning. */
  readonly metrics: Readonly<Record<string, number>>;
  /** From (0, 0) to (1, 1), at most about 200 points. */
  readonly roc: readonly { readonly fpr: number; readonly tpr: number }[];
  /** By rising recall, at most about 200 points. */
  readonly precisionRecall: readonly { readonly recall: number; readonly precision: number }[];
  /** One bin a decile of the score, lowest first, with the 95 % Wilson interval of the observed share. */
  readonly calibration: readonly CalibrationBin[];
  /** Bins in equal steps of log-odds, their edges given as probabilities. */
  readonly distribution: readonly DistributionBin[];
  readonly threshold: { readonly value: number; readonly policy: string };
  readonly confusion: Confusion;
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

/** Change in log-odds for one standard deviation of the feature. */
export interface Coefficient {
  readonly feature: string;
  readonly estimate: number;
  readonly standardError: number;
}

/** A feature over the training observations. */
export interface FeatureSummary {
  readonly name: string;
  readonly description: string;
  /** Smallest and largest value; left out where privacy matters, since its ends belong to single people. */
  readonly range?: readonly [number, number];
  readonly mean: number;
  /** Observations without a value. */
  readonly missing: number;
}

/** A stretch of time and what was observed in it. */
export interface Period {
  /** First and last day, as `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly observations: number;
  readonly positives: number;
}

/** Plural words for the sentences, as in "of 100 *loans* that *go bad*". */
export interface Words {
  readonly observations: string;
  readonly positive: string;
  readonly negative: string;
}

/**
 * What the report of a classifier is made from. It follows from input and parameters alone: a version, a time or a
 * champion would make two equal runs differ.
 */
export interface ClassificationReport {
  readonly model: string;
  readonly question: string;
  readonly words: Words;
  readonly input: {
    readonly name: string;
    /** Rows read, kept and rejected or not. */
    readonly rows: number;
    readonly rejected: number;
    readonly sha256: string;
  };
  /** The cut-off of the features that are served, as `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly training: Period;
  readonly test: Period;
  readonly features: readonly FeatureSummary[];
  readonly coefficients: readonly Coefficient[];
  readonly evaluation: ClassificationEvaluation;
  /** Gates with a fixed bound; one against the champion does not belong here. */
  readonly floors: readonly ManifestGate[];
  readonly parameters: Readonly<Record<string, string | number | boolean | null>>;
}
