import { MONDAY } from "./calendar.js";

/** What happens in a simulated year, and when: weeks are numbered from 1. */
export interface Plan {
  readonly weeks: number;
  /** Customers of the bank. */
  readonly customers: number;
  /** Answers of a week, each before a loan. */
  readonly asked: number;
  /** Weeks of loans that the bank keeps as history. */
  readonly kept: number;
  /** From this week on mostly customers with a car ask. */
  readonly drift: number;
  /** From this week on the old fail to pay back in place of the young. */
  readonly relation: number;
  /** In the first days of this week nobody's job is known. */
  readonly missing: number;
}

/** The year of the documentation. */
export const YEAR: Plan = {
  ...{ weeks: 52, customers: 2_500, asked: 1_000, kept: 24 },
  ...{ drift: 20, relation: 34, missing: 45 },
};

/** The model of the bank: riesgo under its own name, with when its outcomes come. */
export const MODEL = "prestamos";

/** How old an answer is when its outcome counts. */
export const MATURITY_DAYS = 90;

/** Added to the `model.yaml` of riesgo. */
export const MONITORED = `\nmonitor: { maturity: ${MATURITY_DAYS}d, outcomes: 42d, loss: 0.05 }\n`;

/** Days of a week, and of the fault. */
export const DAYS = 7;
export const FAULT_DAYS = 2;

/** The first day of a week. */
export const firstDayOf = (week: number): number => MONDAY + DAYS * (week - 1);

/** The week of a day: 0 and below before the year. */
export const weekOf = (day: number): number => Math.floor((day - MONDAY) / DAYS) + 1;

/** Whether a week has nothing to find: none of the changes has begun. */
export const isQuiet = ({ drift, relation, missing }: Plan, week: number): boolean =>
  week < Math.min(drift, relation, missing);
