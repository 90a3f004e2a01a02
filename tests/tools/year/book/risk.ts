import { DAYS_A_YEAR } from "../calendar.js";
import { ageOf, type Customer } from "./customer.js";

const TYPICAL = { amount: 136, age: 45, job: 7 };

/** About a quarter of the loans go bad, so that some thousand answers can show a loss. Of the committed sample 1.5 % do. */
const LEVEL = -1.2;

/**
 * The chance that a loan of a customer goes bad.
 *
 * @param changed whether age counts the other way round
 */
export const riskOf = (customer: Customer, day: number, changed: boolean): number => {
  const { usualAmount, jobStart, ownsCar } = customer;
  const job = jobStart === undefined ? TYPICAL.job : (day - jobStart) / DAYS_A_YEAR;
  const logOdds =
    LEVEL +
    0.01 * (usualAmount - TYPICAL.amount) +
    (changed ? 0.06 : -0.06) * (ageOf(customer, day) - TYPICAL.age) -
    0.07 * (job - TYPICAL.job) -
    (ownsCar ? 0.5 : 0);
  return 1 / (1 + Math.exp(-logOdds));
};
