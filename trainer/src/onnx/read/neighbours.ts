const bits = new BigInt64Array(1);
const double = new Float64Array(bits.buffer);
const shortBits = new Int32Array(1);
const float = new Float32Array(shortBits.buffer);

/** The number in double precision just below a finite one. */
const below = (value: number): number => {
  if (value === 0) return -Number.MIN_VALUE;
  double[0] = value;
  bits[0] = bits[0]! + (value > 0 ? -1n : 1n);
  return double[0];
};

/** The number in single precision beside a finite one. */
const floatBeside = (value: number, direction: 1 | -1): number => {
  if (value === 0) {
    shortBits[0] = 1;
    return direction * float[0]!;
  }
  float[0] = value;
  shortBits[0] = shortBits[0]! + (value > 0 ? direction : -direction);
  return float[0];
};

/**
 * The greatest finite number in double precision up to a threshold.
 *
 * @param threshold an infinite one is beyond every number
 * @param isFloat the number is rounded to single precision first, as the threshold is
 */
export const greatestUpTo = (threshold: number, isFloat: boolean): number => {
  if (!Number.isFinite(threshold)) return Math.sign(threshold) * Number.MAX_VALUE;
  if (!isFloat) return threshold;
  const rounded = Math.fround(threshold);
  const next = floatBeside(rounded, 1);
  if (!Number.isFinite(next)) return rounded;
  // Rounds to the one whose last bit is 0.
  const middle = rounded + (next - rounded) / 2;
  return Math.fround(middle) <= rounded ? middle : below(middle);
};

/** The greatest finite number in double precision below a threshold, as {@link greatestUpTo}. */
export const greatestBelow = (threshold: number, isFloat: boolean): number => {
  if (!Number.isFinite(threshold)) return greatestUpTo(threshold, isFloat);
  return isFloat ? greatestUpTo(floatBeside(Math.fround(threshold), -1), true) : below(threshold);
};
