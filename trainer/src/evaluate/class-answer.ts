/** Column of the probability of a class, by its code from 0, where there are three classes or more. */
export const probabilityOf = (code: number): string => `p${code}`;

/** What each answer costs, by class and there by answer, both in the order of the classes. */
export type Costs = readonly (readonly number[])[];

/** How several probabilities decide the answer: the largest one, or the least expected cost. */
export type AnswerPolicy = "largest" | "costs";

/** The policy of a model by its costs. */
export const policyOf = (costs: Costs | undefined): AnswerPolicy =>
  costs === undefined ? "largest" : "costs";

/**
 * SQL of a query that adds `answer`, the code of the class that the model answers: the class with the largest
 * probability, or with costs the one whose expected cost is least. Of equal ones it is the first.
 *
 * @param from a relation or query with the probability of each class
 */
export const withAnswer = (from: string, classes: number, costs?: Costs): string => {
  const codes = Array.from({ length: classes }, (_, code) => code);
  if (costs === undefined)
    return `SELECT *, ${firstOf("greatest", codes.map(probabilityOf))} AS answer FROM ${from}`;
  const expected = codes.map(
    (answer) =>
      `${codes.map((code) => `${costs[code]![answer]!.toExponential()} * ${probabilityOf(code)}`).join(" + ")} AS e${answer}`,
  );
  return `SELECT *, ${firstOf(
    "least",
    codes.map((code) => `e${code}`),
  )} AS answer FROM (SELECT *, ${expected.join()} FROM ${from})`;
};

const firstOf = (extreme: "greatest" | "least", columns: readonly string[]): string =>
  `CASE ${extreme}(${columns.join()}) ${columns.map((column, code) => `WHEN ${column} THEN ${code}`).join(" ")} END`;
