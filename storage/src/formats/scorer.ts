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
  /** Writes every answer of many rows into an array of as many: those of the first row, and then of the next. */
  readonly scoresOfRows: (rows: Float64Array, into: Float64Array) => void;
  /** How far the answers of another machine may be from those of this one, absolute or relative. */
  readonly tolerance: number;
  /**
   * Writes what the model adds up for a row, before calibration and scale, into the first entries of an array, one number
   * per output. That is the log-odds of class 1, the share of class 1 of a forest, and the number of a regression or its
   * logarithm where the manifest has a `scale`; from three classes on the sum of each class before softmax, or its share of
   * a forest.
   */
  readonly sums: (row: Float64Array, into: Float64Array) => void;
  /**
   * How far each feature moves a sum of this row.
   *
   * @param output the class, from three classes on. Default 0
   */
  readonly contributions: (row: Float64Array, output?: number) => Contributions;
  /**
   * About how many steps of 20 to 40 ns `contributions` takes for a row: one for each visit to a node of a tree. The first
   * call makes what all rows share.
   */
  readonly contributionSteps: () => number;
}

/**
 * What a sum of a row is made of: `base` and all of `moved` add up to `sum`. From three classes on, where a softmax follows,
 * each is that of the class less the mean over the classes.
 */
export interface Contributions {
  /** The sum where no feature moves it. */
  readonly base: number;
  /** How far each feature moves the sum, in the order of the features. */
  readonly moved: Float64Array;
  readonly sum: number;
}

/** A fitted model as far as its sums, which is what a format reads. */
export type SummedModel = OneSum | SeveralSums;

/** A model with one output. */
export interface OneSum {
  readonly outputs: 1;
  /** What turns the sum into the answer: nothing for a number and for a share, or the inverse of log-odds. */
  readonly link: "identity" | "sigmoid";
  /** Of a classification the answer is a probability. */
  readonly task: "classification" | "regression";
  readonly sum: (row: Float64Array) => number;
  readonly contributions: (row: Float64Array) => Contributions;
  /** Default: next to none. */
  readonly contributionSteps?: () => number;
  /** The sums of many rows. Default: one row after the other. */
  readonly sumsOfRows?: Scorer["scoresOfRows"];
  /** Default: what the versions of JavaScript may differ in. */
  readonly tolerance?: number;
}

/** A classification with one output per class. */
export interface SeveralSums {
  readonly outputs: number;
  /** What turns the sums into probabilities: nothing for shares, or softmax. */
  readonly link: "identity" | "softmax";
  readonly task: "classification";
  readonly sums: Scorer["sums"];
  readonly contributions: (row: Float64Array, output: number) => Contributions;
  /** Default: next to none. */
  readonly contributionSteps?: () => number;
  /** The sums of many rows. Default: one row after the other. */
  readonly sumsOfRows?: Scorer["scoresOfRows"];
  /** Default: what the versions of JavaScript may differ in. */
  readonly tolerance?: number;
}

/** Tells whether a model has one output. */
export const hasOneSum = (model: SummedModel): model is OneSum => model.outputs === 1;

// Versions of JavaScript may differ in the last bits of exp() and log(). A larger difference means another model.
const TOLERANCE = 1e-9;

/** Answers many rows one after the other. @param of writes the answers of a row at their place */
const eachRow =
  (
    outputs: number,
    of: (row: Float64Array, into: Float64Array, at: number) => void,
  ): Scorer["scoresOfRows"] =>
  (rows, into) => {
    const width = (rows.length * outputs) / into.length;
    for (let at = 0, from = 0; at < into.length; at += outputs, from += width)
      of(rows.subarray(from, from + width), into, at);
  };

/** Makes the scorer of a model with one output. @param answerOf turns a sum into an answer */
export const scorerOfOne = (
  {
    sum,
    sumsOfRows,
    contributions,
    contributionSteps = () => 0,
    tolerance = TOLERANCE,
  }: Omit<OneSum, "outputs" | "link" | "task">,
  answerOf: (sum: number) => number,
): Scorer => ({
  outputs: 1,
  score: (row) => answerOf(sum(row)),
  scores: (row, into) => {
    into[0] = answerOf(sum(row));
  },
  scoresOfRows:
    sumsOfRows === undefined
      ? eachRow(1, (row, into, at) => {
          into[at] = answerOf(sum(row));
        })
      : (rows, into) => {
          sumsOfRows(rows, into);
          for (let row = 0; row < into.length; row++) into[row] = answerOf(into[row]!);
        },
  sums: (row, into) => {
    into[0] = sum(row);
  },
  contributions: (row) => contributions(row),
  contributionSteps,
  tolerance,
});

/** Makes the scorer of a model with one output per class. @param answer turns sums into probabilities in place */
export const scorerOfSeveral = (
  {
    outputs,
    sums,
    sumsOfRows = eachRow(outputs, (row, into, at) => sums(row, into.subarray(at))),
    contributions,
    contributionSteps = () => 0,
    tolerance = TOLERANCE,
  }: Omit<SeveralSums, "link" | "task">,
  answer: (sums: Float64Array, outputs: number) => void,
): Scorer => ({
  outputs,
  score: () => {
    throw new RangeError(`A model of ${outputs} classes has no single answer`);
  },
  scores: (row, into) => {
    sums(row, into);
    answer(into, outputs);
  },
  scoresOfRows: (rows, into) => {
    sumsOfRows(rows, into);
    for (let at = 0; at < into.length; at += outputs) answer(into.subarray(at), outputs);
  },
  sums,
  contributions: (row, output = 0) => contributions(row, output),
  contributionSteps,
  tolerance,
});
