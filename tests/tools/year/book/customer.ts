import { DAYS_A_YEAR } from "../calendar.js";
import type { Random } from "../../numbers/lib/random.js";

/** A customer of the simulated bank. Days are counted from 1970-01-01. */
export interface Customer {
  readonly id: number;
  readonly birthday: number;
  readonly ownsCar: boolean;
  /** What the customer borrows at a time, on average. */
  readonly usualAmount: number;
  /** Days until the bank knows whether a loan of this customer went bad. */
  readonly delay: number;
  /** Undefined without a job. Now and then somebody changes it. */
  jobStart: number | undefined;
}

/** The least days until an outcome is known, and how many more there may be. */
const OUTCOME_DAYS = { least: 30, more: 60 };

const [YOUNGEST, OLDEST, MEAN_AGE, AGES] = [21, 75, 45, 11];

/** Mean years in a job. They are exponential, so that those of all customers stay as they are while time goes on. */
const JOB_YEARS = 7;

const FIRST_ID = 5_000_000;

/** Draws the customers of the bank as they are on a day. */
export const drawCustomers = (
  count: number,
  day: number,
  { uniform, normal }: Random,
): readonly Customer[] =>
  Array.from({ length: count }, (_, i) => ({
    id: FIRST_ID + i,
    birthday:
      day -
      Math.ceil(DAYS_A_YEAR * Math.min(OLDEST, Math.max(YOUNGEST, MEAN_AGE + AGES * normal()))),
    ownsCar: uniform() < 0.4,
    usualAmount: 136 * Math.exp(0.4 * normal()),
    delay: OUTCOME_DAYS.least + Math.floor((OUTCOME_DAYS.more + 1) * uniform()),
    jobStart:
      uniform() < 0.15
        ? undefined
        : day + Math.floor(DAYS_A_YEAR * JOB_YEARS * Math.log(uniform())),
  }));

/** Lets a day go by, on which some of those with a job begin another one. */
export const passDay = (customers: readonly Customer[], day: number, { uniform }: Random): void => {
  const changes = Math.floor(customers.length / (DAYS_A_YEAR * JOB_YEARS) + uniform());
  for (let change = 0; change < changes; change++) {
    const customer = customers[Math.floor(customers.length * uniform())]!;
    if (customer.jobStart !== undefined) customer.jobStart = day;
  }
};

/** Years of life on a day. */
export const ageOf = ({ birthday }: Customer, day: number): number =>
  (day - birthday) / DAYS_A_YEAR;
