import { MAX_FEATURES } from "@despliega/storage";

import type { ForestData, ForestOptions } from "./options.js";

/**
 * Refuses data and options that no forest can be fitted with. Such a call is a mistake in the code.
 *
 * @throws `RangeError`
 */
export const checkForest = (data: ForestData, options: ForestOptions): void => {
  const { task, columns, target } = data;
  const { trees, minLeaf, sample, bins, classWeights } = options;
  const refuse = (wrong: boolean, problem: string): void => {
    if (wrong) throw new RangeError(`A forest cannot be fitted: ${problem}`);
  };
  refuse(columns.length === 0 || target.length === 0, "there is nothing to learn from");
  refuse(columns.length > MAX_FEATURES, `it takes ${MAX_FEATURES} features at most`);
  refuse(
    columns.some(({ length }) => length !== target.length),
    "columns and target have different lengths",
  );
  const isTarget =
    task === "classification"
      ? (y: number) => y === 0 || y === 1
      : (y: number) => Math.abs(y) <= LARGEST_TARGET;
  refuse(!target.every(isTarget), "the target has a value that the task does not know");
  refuse(task === "regression" && classWeights !== "none", "a regression has no classes");
  refuse(!isCount(trees), "it needs at least one tree");
  refuse(!isCount(minLeaf), "minLeaf is not at least 1");
  refuse(!(sample > 0 && sample <= 1), "sample is not above 0 and up to 1");
  refuse(!isCount(bins) || bins < 2 || bins > 255, "bins is not from 2 to 255");
};

// The sum of the squares of targets must stay finite.
const LARGEST_TARGET = 1e100;

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value > 0;
