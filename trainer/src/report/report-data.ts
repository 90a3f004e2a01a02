import type { Manifest, ManifestGate } from "@despliega/storage";

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

/** How well a regression does on observations that it did not learn from; sums, bins and quantiles only. */
export interface RegressionEvaluation {
  readonly observations: number;
  /**
   * By the metric's name in snake case, such as `rmse`; those that the report knows come with their meaning. Names that
   * begin with `log_` are of the model's own scale, where that is the logarithm.
   */
  readonly metrics: Readonly<Record<string, number>>;
  /** The same metrics of the mean of the test labels, taken on each scale as the answer to everything. */
  readonly baseline: Readonly<Record<string, number>>;
  /** How the pictures are spaced; with `log` a residual is a factor of the answer. */
  readonly axis: Axis;
  readonly density: Density;
  /** By rising prediction, about as many observations in each. */
  readonly residuals: readonly ResidualBand[];
  /** One row a decile of the prediction, lowest first. */
  readonly deciles: readonly ErrorDecile[];
  /** Left out where the model gives no interval. */
  readonly interval?: IntervalCoverage;
}

export type Axis = "linear" | "log";

/** How many observations have about the same answer and about the same label: a grid of square cells. */
export interface Density {
  /** Ends of the bins, the same for both directions; the outermost bins also hold what lies beyond them. */
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

/** What an interval around the answers holds of the labels. */
export interface IntervalCoverage {
  readonly interval: Interval;
  /** Share of the labels inside, both ends included; the other two make it up to 1. */
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

/** Change in what the model adds up, such as log-odds, for one standard deviation of the feature. */
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

/** How much a model leans on a feature. */
export interface FeatureImportance {
  readonly feature: string;
  /** What its splits gained in training, as a share of all splits. */
  readonly gain: number;
  /** What the metric loses when the feature's values are mixed up among the observations. */
  readonly permutation: { readonly mean: number; readonly standardDeviation: number };
}

/** The features' importance to a model. */
export interface Importance {
  /** The metric that permutation was measured with. */
  readonly metric: string;
  readonly features: readonly FeatureImportance[];
}

/** Estimators that were compared by cross-validation on the training observations. */
export interface Selection {
  readonly metric: string;
  readonly candidates: readonly {
    readonly name: string;
    /** The metric by fold; none where it could not be measured. */
    readonly folds: readonly number[];
    readonly chosen: boolean;
    /** Code of the error that left it without a model. */
    readonly error?: string;
  }[];
}

export type Parameters = Readonly<Record<string, string | number | boolean | null>>;

/** One set of parameters that a search tried. */
interface TriedParameters {
  readonly number: number;
  readonly estimator: string;
  readonly parameters: Parameters;
}

/** A trial that was cross-validated. */
export interface Trial extends TriedParameters {
  /** The metric by fold, and its mean. */
  readonly folds: readonly number[];
  readonly mean: number;
}

/** A trial whose model could not be fitted. */
export interface FailedTrial extends TriedParameters {
  /** Code of the error. */
  readonly error: string;
}

/** A search for parameters, trial after trial. */
export interface Search {
  readonly metric: string;
  /** What the trials were drawn with. */
  readonly seed: number;
  /** Numeric parameters whose values were spaced by their logarithm. */
  readonly logarithmic: readonly string[];
  readonly trials: readonly Trial[];
  readonly failed: readonly FailedTrial[];
  /** Number of the trial that was taken. */
  readonly best: number;
}

/** Observations that belong together, and the stretch of time that they come from. */
export interface Span {
  /** First and last day, as `YYYY-MM-DD`; null where observations have no time and were divided by chance. */
  readonly from: string | null;
  readonly to: string | null;
  readonly observations: number;
}

/** A stretch of time and what was observed in it. */
export interface Period extends Span {
  readonly positives: number;
}

/** Plural words for the sentences, as in "of 100 *loans* that *go bad*". */
export interface Words {
  readonly observations: string;
  readonly positive: string;
  readonly negative: string;
}

/** Words for the sentences, as in "the *worldwide gross* of *films*, in *US dollars*". */
export interface RegressionWords {
  readonly observations: string;
  readonly target: string;
  readonly unit: string;
}

/**
 * What the report of any model is made from. It follows from input and parameters alone: a version, a time or a
 * champion would make two equal runs differ.
 */
export interface ModelReport {
  readonly model: string;
  readonly question: string;
  readonly words: { readonly observations: string };
  /** `rows` are those read, kept and rejected or not. */
  readonly inputs: Manifest["lineage"]["inputs"];
  /** The cut-off of the features that are served, as `YYYY-MM-DD`; null where there is no time. */
  readonly asOf: string | null;
  readonly training: Span;
  readonly test: Span;
  readonly features: readonly FeatureSummary[];
  /** Of an estimator that adds up. */
  readonly coefficients?: readonly Coefficient[];
  /** Of an estimator that does not. */
  readonly importance?: Importance;
  /** Where several estimators were compared. */
  readonly selection?: Selection;
  /** Where parameters were searched for. */
  readonly search?: Search;
  /** Gates with a fixed bound; one against the champion does not belong here. */
  readonly floors: readonly ManifestGate[];
  readonly parameters: Parameters;
}

/** What the report of a classifier is made from. */
export interface ClassificationReport extends ModelReport {
  readonly words: Words;
  readonly training: Period;
  readonly test: Period;
  readonly evaluation: ClassificationEvaluation;
}

/** What the report of a regression is made from. */
export interface RegressionReport extends ModelReport {
  readonly words: RegressionWords;
  /** The scale that the model adds up on. */
  readonly scale?: Manifest["scale"];
  readonly evaluation: RegressionEvaluation;
}
