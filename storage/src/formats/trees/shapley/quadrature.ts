/** Points between 0 and 1, and the weight of each in an integral from 0 to 1. */
export interface Quadrature {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

// Newton's method doubles the correct digits at each step, and starts with two.
const STEPS = 8;

/**
 * Makes the rule of Gauss and Legendre for integrals from 0 to 1. It is exact for polynomials whose degree is less than
 * twice the number of points. Its points are the roots of the Legendre polynomial of that degree (Davis and Rabinowitz,
 * "Methods of Numerical Integration", 1984, section 2.7).
 *
 * @param count of points
 */
export const quadrature = (count: number): Quadrature => {
  const points = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let root = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    for (let step = 0; step < STEPS; step++) {
      const { value, slope } = legendre(count, root);
      root -= value / slope;
    }
    points[i] = (1 - root) / 2;
    weights[i] = 1 / ((1 - root * root) * legendre(count, root).slope ** 2);
  }
  return { points, weights };
};

/** The Legendre polynomial of a degree at x, and its slope there. */
const legendre = (degree: number, x: number): { value: number; slope: number } => {
  let [before, value] = [1, x];
  for (let k = 2; k <= degree; k++)
    [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) };
};
