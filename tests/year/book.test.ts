import { expect, test } from "@jest/globals";

import { openBook, type Loan } from "../tools/year/book/book.js";
import { DAYS, firstDayOf, type Plan } from "../tools/year/plan.js";

const PLAN: Plan = {
  ...{ weeks: 6, customers: 1_000, asked: 700, kept: 24 },
  ...{ drift: 3, relation: 5, missing: 4 },
};

/** Lives the weeks of a plan. */
const weeksOf = (seed: number): readonly (readonly Loan[])[] => {
  const book = openBook(PLAN, seed);
  return Array.from({ length: PLAN.weeks }, () =>
    Array.from({ length: DAYS }, () => book.nextDay()).flat(),
  );
};

const share = (loans: readonly Loan[], of: (loan: Loan) => boolean): number =>
  loans.filter(of).length / loans.length;

test("knows the status of a loan after 30 to 90 days, and keeps what is not too old", () => {
  const book = openBook(PLAN, 1);
  const today = firstDayOf(1);
  const history = book.history(today);
  expect(history.length).toBeGreaterThan(8_000);
  const oldest = Math.min(...history.map(({ day }) => day));
  expect(oldest).toBeGreaterThanOrEqual(today - DAYS * PLAN.kept);
  expect(Math.max(...history.map(({ known }) => known))).toBe(today);
  const delays = history.map(({ day, known }) => known - day);
  expect([Math.min(...delays), Math.max(...delays)]).toEqual([30, 90]);
});

test("is the same for the same seed, and another for another", () => {
  const amounts = (seed: number) =>
    weeksOf(seed)[0]!
      .map(({ amount }) => amount)
      .join();
  expect(amounts(1)).toBe(amounts(1));
  expect(amounts(1)).not.toBe(amounts(2));
});

test("has people with cars ask from one week on, and the old fail in place of the young from another", () => {
  const weeks = weeksOf(3);
  const withCar = weeks.map((loans) => share(loans, ({ customer }) => customer.ownsCar));
  for (const [i, found] of withCar.entries())
    if (i + 1 < PLAN.drift) expect(Math.abs(found - 0.4)).toBeLessThan(0.08);
    else expect(found).toBeGreaterThan(0.7);
  const median = firstDayOf(1) - 45 * 365;
  const bad = (loans: readonly Loan[], isOld: boolean) =>
    share(
      loans.filter(({ customer }) => customer.birthday < median === isOld),
      ({ status }) => status === 1,
    );
  for (const [i, loans] of weeks.entries())
    expect([i + 1, bad(loans, true) > bad(loans, false)]).toEqual([i + 1, i + 1 >= PLAN.relation]);
});
