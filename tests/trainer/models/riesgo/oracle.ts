import type { Loan } from "./histories.js";

/** What `features.sql` should return for one observation. */
export interface Observation {
  readonly observation: number | null;
  readonly entity: number;
  readonly observed_at: string;
  readonly label: number | null;
  readonly nb_previous_loans: number;
  /** Rounded to ten decimals. */
  readonly avg_amount_loans_previous: number | null;
  readonly age: number;
  readonly years_on_the_job: number | null;
  readonly flag_own_car: number;
}

const UNITS = 10n ** 10n;

/** The observations before a cut-off, one loan after another and then one user after another. */
export const observe = (loans: readonly Loan[], asOf: string): Observation[] => {
  const found: Observation[] = [];
  const users = new Map<number, Loan>();
  for (const loan of loans) {
    if (loan.day >= asOf) continue;
    found.push({
      ...featuresAt(loans, loan, loan.day),
      observation: loan.loan,
      label: loan.status,
    });
    const latest = users.get(loan.user);
    if (latest === undefined || isLater(loan, latest)) users.set(loan.user, loan);
  }
  for (const loan of users.values())
    found.push({ ...featuresAt(loans, loan, asOf), observation: null, label: null });
  return found;
};

const isLater = (a: Loan, b: Loan): boolean => (a.day === b.day ? a.loan > b.loan : a.day > b.day);

const featuresAt = (loans: readonly Loan[], { user, birthday, job, car }: Loan, day: string) => {
  let count = 0;
  let sum = 0n;
  for (const before of loans)
    if (before.user === user && before.day < day) {
      count++;
      sum += before.amount;
    }
  return {
    entity: user,
    observed_at: day,
    nb_previous_loans: count,
    avg_amount_loans_previous: count === 0 ? null : mean(sum, BigInt(count)),
    age: completedYears(birthday, day),
    years_on_the_job: job === null || job > day ? null : completedYears(job, day),
    flag_own_car: car === "N" ? 0 : 1,
  };
};

const mean = (sum: bigint, count: bigint): number => {
  const rounded = (2n * sum + count) / (2n * count);
  return Number(`${rounded / UNITS}.${String(rounded % UNITS).padStart(10, "0")}`);
};

/** Anniversaries that have passed; that of 29 February is the last day of February. */
const completedYears = (from: string, to: string): number => {
  let years = 0;
  for (let year = Number(from.slice(0, 4)) + 1; anniversary(from, year) <= to; year++) years++;
  return years;
};

const anniversary = (day: string, year: number): string => {
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return day.endsWith("-02-29") && !leap ? `${year}-02-28` : `${year}${day.slice(4)}`;
};
