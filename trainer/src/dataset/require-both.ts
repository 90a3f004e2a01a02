import { SplitImpossible } from "../errors/errors.js";

/**
 * Refuses a part of the observations that is useless to learn from or to measure on.
 *
 * @param part its name at the beginning of a sentence
 * @param positives observations of class 1; null for a regression
 * @throws `SPLIT_IMPOSSIBLE` when there is no observation, or of a classification only one class
 */
export const requireBoth = (
  part: string,
  { observations, positives }: { readonly observations: number; readonly positives: number | null },
): void => {
  if (observations === 0 || positives === 0 || positives === observations)
    throw new SplitImpossible({ part, observations, positives });
};
