import { median } from "../../bench/lib/median.js";

/** How something went from the beginning of a run to its end. */
export interface Course {
  readonly first: number;
  readonly last: number;
  /** Whether it has not grown, but for noise. */
  readonly flat: boolean;
}

/**
 * Compares the medians of two fifths of a run.
 *
 * @param noise that the end may exceed the beginning by
 * @param begin the fifth that counts as the beginning, from 0 on: what comes before it is warm-up. Default 0
 */
export const courseOf = (samples: readonly number[], noise: number, begin = 0): Course => {
  const fifth = Math.max(1, Math.floor(samples.length / 5));
  const first = median(samples.slice(begin * fifth, (begin + 1) * fifth));
  const last = median(samples.slice(-fifth));
  return { first, last, flat: last <= first + noise };
};
