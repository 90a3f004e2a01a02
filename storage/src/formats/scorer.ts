/**
 * A fitted model that scores rows. Scores take no memory. A row has the features in the manifest's order; NaN is a
 * missing value.
 */
export interface Scorer {
  /** Answers per row: 1 for a number and for two classes, one per class from three classes on. */
  readonly outputs: number;
  /**
   * The answer of a model with one output: the probability of class 1, or the predicted value.
   *
   * @throws RangeError for a model with several outputs
   */
  readonly score: (row: Float64Array) => number;
  /** Writes every answer of a row into the first entries of an array: the probability of each class, or the one answer. */
  readonly scores: (row: Float64Array, into: Float64Array) => void;
  /**
   * How far each feature moves an answer of this row from the answer for the training means. The scale is that of the
   * model's sum: log-odds for two classes, the logarithm of the answer where the manifest has a `scale`, and from three
   * classes on the logarithm of the class's probability less the mean logarithm over the classes. Contributions of a
   * forest are on the scale of its answer.
   *
   * @param output the class, from three classes on. Default 0
   */
  readonly contributions: (row: Float64Array, output?: number) => Float64Array;
}

/** The scale of a model's sum. Its answer is `smearing` times the exponential of the sum. */
export interface Scale {
  readonly of: "log";
  readonly smearing: number;
}

/** Makes the scorer of a model with one output. */
export const scorerOfOne = ({ score, contributions }: OneOutput): Scorer => ({
  outputs: 1,
  score,
  scores: (row, into) => {
    into[0] = score(row);
  },
  contributions: (row) => contributions(row),
});

/** A model with one output. */
export interface OneOutput {
  readonly score: Scorer["score"];
  readonly contributions: (row: Float64Array) => Float64Array;
}

/** Makes the scorer of a model with one output per class. */
export const scorerOfSeveral = ({ outputs, scores, contributions }: SeveralOutputs): Scorer => ({
  outputs,
  score: () => {
    throw new RangeError(`A model of ${outputs} classes has no single answer`);
  },
  scores,
  contributions: (row, output = 0) => contributions(row, output),
});

/** A model with one output per class. */
export interface SeveralOutputs {
  readonly outputs: number;
  readonly scores: Scorer["scores"];
  readonly contributions: (row: Float64Array, output: number) => Float64Array;
}
