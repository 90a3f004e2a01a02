/**
 * Makes the function that goes through the given points: linear between two of them, constant before the first and after
 * the last. It takes the logarithm of their number for each value.
 *
 * @param at where the points are, each above the one before, at least one
 * @param values one for each point
 */
export const linearBetween = (
  at: readonly number[],
  values: readonly number[],
): ((x: number) => number) => {
  const [xs, ys] = [Float64Array.from(at), Float64Array.from(values)];
  const last = xs.length - 1;
  return (x) => {
    if (x <= xs[0]!) return ys[0]!;
    if (x >= xs[last]!) return ys[last]!;
    if (Number.isNaN(x)) return NaN;
    let low = 0;
    for (let high = last; high - low > 1;) {
      const middle = (low + high) >> 1;
      if (xs[middle]! <= x) low = middle;
      else high = middle;
    }
    const share = (x - xs[low]!) / (xs[low + 1]! - xs[low]!);
    return ys[low]! + share * (ys[low + 1]! - ys[low]!);
  };
};

/** Tells whether each number is above the one before. */
export const isRising = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value > values[i - 1]!);
