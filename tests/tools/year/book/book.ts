import { randomOf } from "../../numbers/lib/random.js";
import { DAYS, firstDayOf, weekOf, type Plan } from "../plan.js";
import { drawCustomers, passDay, type Customer } from "./customer.js";
import { riskOf } from "./risk.js";

/** A loan of a customer, who asked on the same day before. */
export interface Loan {
  readonly number: number;
  readonly customer: Customer;
  readonly day: number;
  /** In hundredths. */
  readonly amount: number;
  readonly jobStart: number | undefined;
  /** 1 for a loan that went bad. */
  readonly status: 0 | 1;
  /** The day on which the bank knows it. */
  readonly known: number;
}

/** The loans of a simulated bank. */
export interface Book {
  /** Draws the loans of the next day. */
  readonly nextDay: () => readonly Loan[];
  /** The history on a day: the loans that are kept, and whose status is known. */
  readonly history: (day: number) => readonly Loan[];
}

/** From the drift on so many of those without a car stay away: fewer, and others would borrow beyond all that was learned from. */
const STAY_AWAY = 0.8;

/**
 * Opens the book of a bank with its history. Until the plan says otherwise, loans of one week look like those of another:
 * everybody is as likely to ask.
 */
export const openBook = (plan: Plan, seed: number): Book => {
  const random = randomOf(seed, 0);
  const { uniform } = random;
  let day = firstDayOf(1 - plan.kept);
  const customers = drawCustomers(plan.customers, day, random);
  let loans: Loan[] = [];
  let lent = 0;

  const asker = (): Customer => {
    for (;;) {
      const customer = customers[Math.floor(customers.length * uniform())]!;
      const staysAway = weekOf(day) >= plan.drift && !customer.ownsCar;
      if (!staysAway || uniform() >= STAY_AWAY) return customer;
    }
  };
  const lend = (): Loan => {
    const customer = asker();
    const { usualAmount, delay, jobStart } = customer;
    return {
      ...{ number: ++lent, customer, day, jobStart },
      amount: Math.round(100 * usualAmount * (0.5 + uniform())),
      status: uniform() < riskOf(customer, day, weekOf(day) >= plan.relation) ? 1 : 0,
      known: day + delay,
    };
  };
  const nextDay = () => {
    passDay(customers, day, random);
    const [from, to] = [day, day + 1].map((at) => Math.floor((at * plan.asked) / DAYS));
    const today = Array.from({ length: to! - from! }, lend);
    loans = [...loans.filter(isKept), ...today];
    day += 1;
    return today;
  };
  const isKept = (loan: Loan): boolean => loan.day >= day - DAYS * plan.kept;
  while (weekOf(day) < 1) nextDay();
  return { nextDay, history: (on) => loans.filter((loan) => isKept(loan) && loan.known <= on) };
};
