/** A statistic, and how often chance alone gives one that is at least as large. */
export interface Tested {
  readonly statistic: number;
  readonly p: number;
}

/**
 * The Kolmogorov-Smirnov test of two samples that are counted by the same rising bins: the largest distance between their
 * distribution functions at the edges. It is never above the distance between the values themselves, and so its p-value is never
 * too small. (Noether, "Note on the Kolmogorov Statistic in the Discrete Case", 1963.)
 */
export const kolmogorovSmirnov = (then: readonly number[], now: readonly number[]): Tested => {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const [n, m] = [sum(then), sum(now)];
  if (n === 0 || m === 0) return { statistic: 0, p: 1 };
  let [below, belowNow, statistic] = [0, 0, 0];
  then.forEach((count, i) => {
    below += count;
    belowNow += now[i]!;
    statistic = Math.max(statistic, Math.abs(below / n - belowNow / m));
  });
  return { statistic, p: kolmogorovTail(statistic * Math.sqrt((n * m) / (n + m))) };
};

/**
 * How often Kolmogorov's limiting distribution exceeds a value. Of its two series each converges within a few terms on its own
 * side. (Kolmogorov, "Sulla determinazione empirica di una legge di distribuzione", 1933.)
 */
export const kolmogorovTail = (x: number): number => {
  if (x <= 0) return 1;
  const terms = [1, 2, 3, 4, 5, 6];
  if (x < 1.2) {
    const below = terms.reduce(
      (sum, k) => sum + Math.exp((-((2 * k - 1) ** 2) * Math.PI ** 2) / (8 * x * x)),
      0,
    );
    return Math.max(0, 1 - (Math.sqrt(2 * Math.PI) / x) * below);
  }
  return (
    2 * terms.reduce((sum, k) => sum + (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x), 0)
  );
};
