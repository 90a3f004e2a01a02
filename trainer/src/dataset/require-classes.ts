import { SplitImpossible } from "../errors/errors.js";
import { classNames, type Classes } from "../model/classes.js";
import type { Counted } from "./count-classes.js";

/**
 * Refuses a part of the observations that is useless to learn from or to measure on: one without observations, or of a
 * classification one that lacks a class.
 *
 * @param part its name at the beginning of a sentence
 * @param least how many classes it must have. Default: all of them
 * @throws `SPLIT_IMPOSSIBLE`
 */
export const requireClasses = (
  part: string,
  { observations, classes }: Counted,
  model: Classes,
  least = Infinity,
): void => {
  const counts = classes ?? [];
  const lacking = counts.flatMap((count, code) => (count === 0 ? [code] : []));
  const there = counts.length - lacking.length;
  if (observations > 0 && there >= Math.min(least, counts.length)) return;
  const [first] = lacking;
  throw new SplitImpossible({
    part,
    observations,
    lacking: first === undefined ? null : classNames(model)[first]!,
  });
};
