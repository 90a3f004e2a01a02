/** A fitted model that scores rows without allocating memory. */
export interface Scorer {
  /**
   * The model's answer for one row: the probability of class 1, or the predicted value.
   *
   * @param row features in the manifest's order; NaN is a missing value
   */
  readonly score: (row: Float64Array) => number;
  /**
   * How far each feature moves this row's answer from the answer for the training means, on the scale of the model's sum:
   * log-odds for the logistic model, the logarithm of the answer where the manifest has a `scale`.
   */
  readonly contributions: (row: Float64Array) => Float64Array;
}

/** The scale of a model's sum. Its answer is `smearing` times the exponential of the sum. */
export interface Scale {
  readonly of: "log";
  readonly smearing: number;
}
