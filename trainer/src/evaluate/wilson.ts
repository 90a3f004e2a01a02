/** The normal quantile of a two-sided 95 % interval. */
export const Z = 1.959963984540054;

/**
 * The 95 % score interval of a share. (E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
 * Inference", 1927.)
 */
export const wilson = (successes: number, trials: number): { lower: number; upper: number } => {
  const share = successes / trials;
  const scale = 1 + Z ** 2 / trials;
  const centre = (share + Z ** 2 / (2 * trials)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  return { lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) };
};
