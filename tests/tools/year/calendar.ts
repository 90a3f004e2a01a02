const MILLISECONDS_A_DAY = 86_400_000;

/** Days from 1970-01-01 to the first day of the simulated year, a Monday. */
export const MONDAY = Date.UTC(2023, 0, 2) / MILLISECONDS_A_DAY;

/** Mean length of a Gregorian year, in days. */
export const DAYS_A_YEAR = 365.2425;

/** The moment of a day, in milliseconds since 1970. @param hour from 0, UTC */
export const momentOf = (day: number, hour: number): number =>
  day * MILLISECONDS_A_DAY + hour * 3_600_000;

/** The date YYYY-MM-DD, the given number of days after 1970-01-01. */
export const dateOf = (day: number): string =>
  new Date(day * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
