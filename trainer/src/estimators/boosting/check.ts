import { checkTrees, isCount } from "../trees/check.js";
import type { BoostingData, BoostingOptions } from "./options.js";

/**
 * Refuses data and options that boosting cannot be fitted with. Such a call is a mistake in the code.
 *
 * @throws `RangeError`
 */
export const checkBoosting = (data: BoostingData, options: BoostingOptions): void => {
  const refuse = checkTrees("Boosting", data, options);
  const { task, classes, uses, target, heldOut } = data;
  const { rounds, learningRate, maxLeaves, l2 } = options;
  refuse(heldOut.length !== target.length, "rows and their sides have different lengths");
  refuse(!heldOut.includes(0), "every row is held out");
  refuse(
    uses.some(({ categories, direction }) => categories !== undefined && direction !== 0),
    "a feature without an order cannot be monotone",
  );
  refuse(
    task === "classification" && classes > 2 && uses.some(({ direction }) => direction !== 0),
    "only two classes and a number have an order to be monotone in",
  );
  refuse(!isCount(rounds), "it needs at least one round");
  refuse(!(learningRate > 0 && learningRate <= 1), "learningRate is not above 0 and up to 1");
  refuse(
    !isCount(maxLeaves) || maxLeaves < 2 || maxLeaves > 1024,
    "maxLeaves is not from 2 to 1,024",
  );
  refuse(!(l2 >= 0 && Number.isFinite(l2)), "l2 is below 0");
};
