const MILLISECONDS_A_DAY = 86_400_000;

/** Days from 1970-01-01 to a date written YYYY-MM-DD. */
export const dayOf = (date: string): number => Date.parse(date) / MILLISECONDS_A_DAY;

/** The date YYYY-MM-DD, the given number of days after 1970-01-01. */
export const dateOf = (day: number): string =>
  new Date(day * MILLISECONDS_A_DAY).toISOString().slice(0, 10);

/** Mean length of a Gregorian year, in days. */
export const YEAR = 365.2425;

/** Loans are granted from this day on. */
export const FIRST_DAY = dayOf("2018-01-01");

/** The last day on which a loan is granted. */
export const LAST_DAY = dayOf("2022-12-31");

/** The day from which `days_birth` and `days_employed` are counted. */
export const REFERENCE_DAY = LAST_DAY + 1;
