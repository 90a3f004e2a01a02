import fc from "fast-check";

/** One loan, with its amount in units of the tenth decimal. */
export interface Loan {
  readonly loan: number;
  readonly user: number;
  readonly car: "Y" | "N";
  readonly birthday: string;
  readonly job: string | null;
  readonly day: string;
  readonly amount: bigint;
  readonly status: 0 | 1;
}

const FIRST_DAY = Date.UTC(2019, 11, 28);

/** The day so many days after 28 December 2019. */
export const dayAt = (days: number): string =>
  new Date(FIRST_DAY + days * 86_400_000).toISOString().slice(0, 10);

// Few days, so that they coincide; they straddle a new year and the end of a February of 29 and of one of 28 days.
const day = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.integer({ min: 60, max: 66 }),
  fc.integer({ min: 424, max: 431 }),
);

const birthday = fc.oneof(
  fc.constantFrom("1996-02-29", "2000-02-29", "1999-02-28", "1999-03-01", "1980-12-31"),
  fc.integer({ min: -20_000, max: -7_000 }).map(dayAt),
);

const job = fc.option(
  fc.oneof(
    fc.constantFrom("2016-02-29", "2012-02-29", "2015-02-28", "2015-03-01"),
    fc.integer({ min: -5_000, max: 500 }).map(dayAt),
  ),
);

const loan = fc.record({
  user: fc.integer({ min: 1, max: 4 }),
  car: fc.constantFrom("Y" as const, "N" as const),
  birthday,
  job,
  day: day.map(dayAt),
  amount: fc.oneof(fc.bigInt(0n, 5n), fc.bigInt(0n, 10n ** 13n), fc.constant(10n ** 22n)),
  status: fc.constantFrom(0 as const, 1 as const),
});

/** Loans of a few users: ties, users with one loan, jobs that are missing or begin after the loan. */
export const histories: fc.Arbitrary<readonly Loan[]> = fc
  .array(loan, { minLength: 1, maxLength: 24 })
  .chain((loans) =>
    fc
      .shuffledSubarray(
        loans.map((_, i) => i),
        { minLength: loans.length },
      )
      .map((keys) => loans.map((rest, i) => ({ ...rest, loan: keys[i]! }))),
  );

/** No cut-off, or one before, amid or after the loans. */
export const cutOffs: fc.Arbitrary<string | undefined> = fc.option(
  fc.oneof(day, fc.constantFrom(-1, 500)).map(dayAt),
  { nil: undefined },
);
