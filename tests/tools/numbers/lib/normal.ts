const STEPS = 400;

const REACH = 9;

/** The mean of a function of a number that is normally distributed with deviation 1, by the trapezoidal rule. */
export const meanOver = (value: (at: number) => number, mean = 0): number => {
  let sum = 0;
  for (let step = 0; step <= STEPS; step++) {
    const z = REACH * ((2 * step) / STEPS - 1);
    sum += value(mean + z) * Math.exp((-z * z) / 2);
  }
  return (sum * 2 * REACH) / STEPS / Math.sqrt(2 * Math.PI);
};

/** The share of a standard normal distribution below a number, by Simpson's rule. */
export const shareBelow = (at: number): number => {
  const width = at / STEPS;
  let sum = 0;
  for (let step = 0; step <= STEPS; step++) {
    const weight = step === 0 || step === STEPS ? 1 : step % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-((step * width) ** 2) / 2);
  }
  return 0.5 + (sum * width) / 3 / Math.sqrt(2 * Math.PI);
};

/** The number below which a share of a standard normal distribution is. */
export const quantileOf = (share: number): number => {
  let [low, high] = [-REACH, REACH];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (shareBelow(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
