/** A fitted model, made ready to score one row after another without allocating. */
export interface Scorer {
  /**
   * The model's answer for one row: the probability of class 1, or the predicted value.
   *
   * @param row features in the manifest's order; NaN is a missing value
   */
  readonly score: (row: Float64Array) => number;
  /**
   * How far each feature moves this row's answer from the answer for the training means, on the scale that the
   * model adds up on: log-odds for the logistic model, the logarithm of the answer where the manifest says `scale`.
   */
  readonly contributions: (row: Float64Array) => Float64Array;
}

/** A model adds up on this scale; its answer is `smearing` times the exponential of the sum. */
export interface Scale {
  readonly of: "log";
  readonly smearing: number;
}
