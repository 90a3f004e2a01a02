/** Whether the ends of a range may be years, which are written without a separator: 1982 – 2016. */
export const mayBeYears = (ends: readonly number[]): boolean =>
  ends.every((end) => Number.isInteger(end) && 1500 <= end && end < 2500);
