/**
 * P-values of many tests, so adjusted that of those at or below a level about that share at most is found by chance. (Benjamini
 * and Hochberg, "Controlling the False Discovery Rate", 1995.)
 */
export const adjustedFor = (p: readonly number[]): number[] => {
  const order = p.map((_, i) => i).toSorted((a, b) => p[b]! - p[a]!);
  const adjusted = p.map(() => 1);
  let least = 1;
  order.forEach((test, i) => {
    least = Math.min(least, (p[test]! * p.length) / (p.length - i));
    adjusted[test] = least;
  });
  return adjusted;
};
