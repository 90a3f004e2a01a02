import { MAX_FEATURES } from "@despliega/storage";

/** How a column is taken. */
export interface TreeColumnUse {
  /** The values of a column without an order; undefined where values have one. */
  readonly categories: readonly number[] | undefined;
}

/** Rows to learn from, in memory, feature by feature. */
export interface TreeRows {
  readonly task: "classification" | "regression";
  /** How many classes a classification has. */
  readonly classes: number;
  /** One array per feature; NaN is a missing value, every other value is finite. */
  readonly columns: readonly Float64Array[];
  /** By the place of the column. */
  readonly uses: readonly TreeColumnUse[];
  /** The number of its class, from 0 on, for classification; for regression any value up to 1e100 either way. */
  readonly target: Float64Array;
}

/** What estimators that split have in common. */
export interface TreeOptions {
  readonly minLeaf: number;
  readonly bins: number;
  readonly classWeights?: "none" | "balanced";
}

/** Refuses with a problem where something is wrong. @throws `RangeError` */
export type Refuse = (wrong: boolean, problem: string) => void;

/**
 * Refuses rows and options that no trees can be fitted with. Such a call is a mistake in the code.
 *
 * @param what cannot be fitted then
 * @returns what refuses more
 * @throws `RangeError`
 */
export const checkTrees = (
  what: string,
  { task, classes, columns, uses, target }: TreeRows,
  { minLeaf, bins, classWeights }: TreeOptions,
): Refuse => {
  const refuse: Refuse = (wrong, problem) => {
    if (wrong) throw new RangeError(`${what} cannot be fitted: ${problem}`);
  };
  refuse(columns.length === 0 || target.length === 0, "there is nothing to learn from");
  refuse(columns.length > MAX_FEATURES, `it takes ${MAX_FEATURES} features at most`);
  refuse(
    columns.some(({ length }) => length !== target.length),
    "columns and target have different lengths",
  );
  refuse(uses.length !== columns.length, "columns and their uses have different lengths");
  refuse(!isCount(classes) || classes < 2, "it has fewer than two classes");
  const isTarget =
    task === "classification"
      ? (y: number) => Number.isInteger(y) && y >= 0 && y < classes
      : (y: number) => Math.abs(y) <= LARGEST_TARGET;
  refuse(!target.every(isTarget), "the target has a value that the task does not know");
  refuse(task === "regression" && classWeights === "balanced", "a regression has no classes");
  refuse(!isCount(minLeaf), "minLeaf is not at least 1");
  refuse(!isCount(bins) || bins < 2 || bins > 255, "bins is not from 2 to 255");
  return refuse;
};

// The sum of the squares of targets must stay finite.
const LARGEST_TARGET = 1e100;

/** Whether a number counts something that there is. */
export const isCount = (value: number): boolean => Number.isSafeInteger(value) && value > 0;
