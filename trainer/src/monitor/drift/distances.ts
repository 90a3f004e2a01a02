/** A share below this counts as this, so that an empty bin has a logarithm. */
const LEAST_SHARE = 1e-4;

/** Counts as shares of their sum; all 0 where nothing was counted. */
export const sharesOf = (counts: readonly number[]): number[] => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total === 0 ? 0 : count / total));
};

/**
 * The population stability index of two distributions over the same bins: the sum of `(now - then) * ln(now / then)`. (Siddiqi,
 * "Credit Risk Scorecards", 2006, chapter 8.)
 */
export const stabilityIndex = (then: readonly number[], now: readonly number[]): number =>
  then.reduce((sum, share, i) => {
    const [a, b] = [Math.max(share, LEAST_SHARE), Math.max(now[i]!, LEAST_SHARE)];
    return sum + (b - a) * Math.log(b / a);
  }, 0);

/**
 * The Jensen-Shannon distance of two distributions over the same bins: the root of the mean divergence from their middle, by
 * the natural logarithm. It is at most the root of ln 2. (Endres and Schindelin, "A New Metric for Probability Distributions",
 * 2003.)
 */
export const jensenShannon = (then: readonly number[], now: readonly number[]): number => {
  const divergence = then.reduce((sum, a, i) => {
    const b = now[i]!;
    const middle = (a + b) / 2;
    return sum + term(a, middle) + term(b, middle);
  }, 0);
  return Math.sqrt(Math.max(0, divergence / 2));
};

const term = (share: number, middle: number): number =>
  share === 0 ? 0 : share * Math.log(share / middle);
