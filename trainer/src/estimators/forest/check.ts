import { checkTrees, isCount, type TreeRows } from "../trees/check.js";
import type { ForestOptions } from "./options.js";

/**
 * Refuses data and options that no forest can be fitted with. Such a call is a mistake in the code.
 *
 * @throws `RangeError`
 */
export const checkForest = (data: TreeRows, options: ForestOptions): void => {
  const refuse = checkTrees("A forest", data, options);
  refuse(!isCount(options.trees), "it needs at least one tree");
  refuse(!(options.sample > 0 && options.sample <= 1), "sample is not above 0 and up to 1");
};
