import { describe, expect, test } from "@jest/globals";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import { buildObservations } from "@despliega/trainer/dataset/observations.js";
import fc from "fast-check";

import { riesgo } from "../../../support/models.js";
import { makeTable, testEngine } from "../../support/engine.js";
import { cutOffs, dayAt, histories, type Loan } from "./histories.js";
import { observe, type Observation } from "./oracle.js";
import { named, nameViews } from "../../../support/relations.js";

const engine = await testEngine();

const COLUMNS = {
  loan_id: "BIGINT",
  id: "BIGINT",
  flag_own_car: "VARCHAR",
  birthday: "DATE",
  job_start_date: "DATE",
  loan_date: "DATE",
  loan_amount: "DECIMAL(38,10)",
  status: "BIGINT",
};

const decimal = (units: bigint): string =>
  `${units / 10n ** 10n}.${String(units % 10n ** 10n).padStart(10, "0")}`;

const build = async (loans: readonly Loan[], asOf?: string) => {
  await makeTable(
    engine,
    "loans",
    COLUMNS,
    loans.map(({ loan, user, car, birthday, job, day, amount, status }) => [
      loan,
      user,
      car,
      birthday,
      job,
      day,
      decimal(amount),
      status,
    ]),
  );
  const made = await buildObservations(engine, riesgo, [named("loans")], { asOf });
  const { labelled, serving, rows } = made;
  await nameViews(engine, { labelled, serving });
  return { asOf: made.asOf, ...rows };
};

const built = (from: Engine): Promise<Observation[]> =>
  from.rows<Observation>(`
    SELECT observation, entity, observed_at::VARCHAR AS observed_at, label, nb_previous_loans,
           avg_amount_loans_previous, age, years_on_the_job, flag_own_car
    FROM (FROM labelled UNION ALL FROM serving)`);

const key = ({ observation, entity }: Observation): string => `${observation ?? "user"} ${entity}`;

const byKey = (observations: readonly Observation[]): Observation[] =>
  observations.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));

// The mean of the oracle is exact; a double of this size may miss its last decimal.
const near = (expected: Observation) => ({
  ...expected,
  avg_amount_loans_previous:
    expected.avg_amount_loans_previous === null
      ? null
      : expect.closeTo(
          expected.avg_amount_loans_previous,
          expected.avg_amount_loans_previous > 1e5 ? 3 : 9,
        ),
});

const dayAfter = (loans: readonly Loan[]): string => {
  const last = loans.map(({ day }) => day).reduce((a, b) => (a > b ? a : b));
  return new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10);
};

test("features are those of a plain loop over the loans, to learn from as to serve, at any cut-off", async () => {
  await fc.assert(
    fc.asyncProperty(histories, cutOffs, async (loans, asOf) => {
      const expected = observe(loans, asOf ?? dayAfter(loans));
      if (expected.length === 0)
        return expect(build(loans, asOf)).rejects.toMatchObject({ code: "AS_OF_INVALID" });
      expect(await build(loans, asOf)).toEqual({
        asOf: asOf ?? dayAfter(loans),
        labelled: expected.filter(({ label }) => label !== null).length,
        serving: expected.filter(({ label }) => label === null).length,
      });
      expect(byKey(await built(engine))).toEqual(byKey(expected).map(near));
    }),
    { numRuns: 60 },
  );
});

const loan = (number: number, rest: Partial<Loan>): Loan => ({
  loan: number,
  user: 1,
  car: "N",
  birthday: "1990-06-15",
  job: null,
  day: dayAt(0),
  amount: 10n ** 12n,
  status: 0,
  ...rest,
});

const observation = async (number: number | null): Promise<Observation | undefined> =>
  (await built(engine)).find((found) => found.observation === number);

describe("an observation", () => {
  test("does not depend on another loan of its own day", async () => {
    await build([loan(1, {}), loan(2, {}), loan(3, { day: dayAt(1) })]);
    expect(await observation(1)).toMatchObject({
      nb_previous_loans: 0,
      avg_amount_loans_previous: null,
    });
    expect(await observation(2)).toMatchObject({ nb_previous_loans: 0 });
    expect(await observation(3)).toMatchObject({
      nb_previous_loans: 2,
      avg_amount_loans_previous: 100,
    });
  });

  test("does not change when something happens later", async () => {
    const early = [loan(1, {}), loan(2, { day: dayAt(1) })];
    await build(early);
    const before = await observation(2);
    await build([...early, loan(3, { day: dayAt(2), amount: 10n ** 15n, job: dayAt(-400) })]);
    expect(await observation(2)).toEqual(before);
  });

  test("of a user is that of a loan of 0 taken at the cut-off, but for its label", async () => {
    const loans = [loan(1, {}), loan(2, { day: dayAt(3), job: dayAt(-800), car: "Y" })];
    await build(loans);
    const served = await observation(null);
    await build([...loans, { ...loans[1]!, loan: 3, day: dayAt(4) }]);
    expect(await observation(3)).toEqual({ ...served, observation: 3, label: 0 });
  });

  test("has a job from its first day on, and none before", async () => {
    await build([
      loan(1, { job: "2021-03-01", day: "2021-03-01" }),
      loan(2, { job: "2021-03-01", day: "2021-02-28" }),
      loan(3, { day: "2021-03-01" }),
    ]);
    const jobs = await engine.rows<{ years: number | null }>(
      "SELECT years_on_the_job AS years FROM labelled ORDER BY observation",
    );
    expect(jobs.map(({ years }) => years)).toEqual([0, null, null]);
  });

  test("counts the day of the anniversary as a completed year", async () => {
    await build([
      loan(1, { birthday: "1990-03-01", day: "2021-03-01" }),
      loan(2, { birthday: "1990-03-01", day: "2021-02-28" }),
      loan(3, { birthday: "1992-02-29", day: "2021-02-27" }),
      loan(4, { birthday: "1992-02-29", day: "2021-02-28" }),
      loan(5, { birthday: "1992-02-29", day: "2020-02-28" }),
    ]);
    const ages = await engine.rows<{ age: number }>(
      "SELECT age FROM labelled ORDER BY observation",
    );
    expect(ages.map(({ age }) => age)).toEqual([31, 30, 28, 29, 27]);
  });
});

test("the observations outlive the tables of the inputs", async () => {
  await build([loan(1, {})]);
  await engine.drop(named("loans"));
  expect((await built(engine)).length).toBe(2);
});

test("a feature that is empty where it must have a value is refused, and the observations are counted", async () => {
  const loan = [1, 7, "Y", null, null, "2020-05-01", "10.0", 0] as const;
  await makeTable(engine, "loans", COLUMNS, [loan]);
  await expect(buildObservations(engine, riesgo, [named("loans")])).rejects.toMatchObject({
    code: "FEATURE_INCOMPLETE",
    message: expect.stringContaining("age is missing in 2 observations"),
  });
});
