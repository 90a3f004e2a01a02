import type { Parameters } from "../../estimators/scalars.js";

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

/** A search for parameters. */
export interface Search {
  readonly metric: string;
  /** The seed of the draws. */
  readonly seed: number;
  /** Numeric parameters whose values were spaced by their logarithm. */
  readonly logarithmic: readonly string[];
  readonly trials: readonly Trial[];
  readonly failed: readonly FailedTrial[];
  /** Number of the trial that was chosen. */
  readonly best: number;
}
