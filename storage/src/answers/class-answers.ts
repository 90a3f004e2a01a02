import type { Manifest } from "../release/manifest/manifest.js";

/** How the scores of a classification become answers. */
export interface ClassAnswers {
  /** What is answered for each class, by its code: its name, or the label 0 or 1 where classes have none. */
  readonly labels: readonly (string | number)[];
  /**
   * The code of the class that is answered.
   *
   * @param scores of many rows
   * @param at where those of the row begin: the probability of class 1, or from three classes on one of each
   */
  readonly codeOf: (scores: Float64Array, at: number) => number;
  /**
   * The probability of a class.
   *
   * @param code of the class
   */
  readonly probabilityOf: (scores: Float64Array, at: number, code: number) => number;
}

/** Makes the answers of a classification; undefined for a regression, whose scores are the answers. */
export const classAnswers = ({
  task,
  classes,
  threshold,
  costs,
}: Pick<Manifest, "task" | "classes" | "threshold" | "costs">): ClassAnswers | undefined => {
  if (task === "regression") return undefined;
  if (classes !== undefined && classes.length > 2)
    return {
      labels: classes,
      codeOf: costs === undefined ? largestOf(classes.length) : leastCostOf(costs),
      probabilityOf: (scores, at, code) => scores[at + code]!,
    };
  const { value } = threshold!;
  return {
    labels: classes ?? [0, 1],
    codeOf: (scores, at) => (scores[at]! >= value ? 1 : 0),
    probabilityOf: (scores, at, code) => (code === 1 ? scores[at]! : 1 - scores[at]!),
  };
};

/** The class with the largest probability, of equal ones the first. */
const largestOf =
  (classes: number): ClassAnswers["codeOf"] =>
  (scores, at) => {
    let best = 0;
    for (let code = 1; code < classes; code++)
      if (scores[at + code]! > scores[at + best]!) best = code;
    return best;
  };

/** The answer with the least expected cost, of equal ones the first. */
const leastCostOf =
  (costs: readonly (readonly number[])[]): ClassAnswers["codeOf"] =>
  (scores, at) => {
    let [best, least] = [0, Infinity];
    for (let answer = 0; answer < costs.length; answer++) {
      let expected = costs[0]![answer]! * scores[at]!;
      for (let code = 1; code < costs.length; code++)
        expected += costs[code]![answer]! * scores[at + code]!;
      if (expected < least) [best, least] = [answer, expected];
    }
    return best;
  };
