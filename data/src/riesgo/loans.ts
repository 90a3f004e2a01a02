import { LAST_DAY, YEAR } from "./calendar.js";
import type { Random } from "../random.js";
import { defaultProbability } from "./risk.js";
import type { User } from "./users.js";

/** Receives a loan; `day` counts from 1970-01-01 and `status` is 1 for a loan that went bad. */
export type LoanSink = (day: number, amount: number, status: 0 | 1) => void;

const SAME_DAY_AGAIN = 0.06;

const drawDays = (user: User, count: number, random: Random): Int32Array => {
  const days = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    days[i] =
      i > 0 && random.chance(SAME_DAY_AGAIN)
        ? days[i - 1]!
        : user.customerSince + random.below(LAST_DAY - user.customerSince + 1);
  }
  return days.sort();
};

/** Draws the loans of one user from the oldest to the newest; each one's risk looks at the loans of earlier days only. */
export const drawLoans = (user: User, count: number, random: Random, sink: LoanSink): void => {
  let loans = 0;
  let total = 0;
  let previousLoans = 0;
  let previousTotal = 0;
  let today = -Infinity;
  for (const day of drawDays(user, count, random)) {
    if (day > today) {
      today = day;
      previousLoans = loans;
      previousTotal = total;
    }
    const probability = defaultProbability({
      age: (day - user.birthday) / YEAR,
      yearsOnTheJob: user.jobStart === undefined ? undefined : (day - user.jobStart) / YEAR,
      ownsCar: user.ownsCar,
      previousLoans,
      averageAmount: previousLoans === 0 ? undefined : previousTotal / previousLoans,
      hidden: user.hiddenRisk,
    });
    const amount = Math.round(user.usualAmount * (0.3 + 0.7 * random.skewed()) * 1e10) / 1e10;
    sink(day, amount, random.chance(probability) ? 1 : 0);
    loans += 1;
    total += amount;
  }
};
