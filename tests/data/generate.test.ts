import { beforeAll, describe, expect, test } from "@jest/globals";
import { byUser, generate, loansIn, type Loan } from "./generator.js";

const users = 2000;
let text: string;
let loans: Loan[];

beforeAll(async () => {
  text = await generate("--users", `${users}`, "--seed", "5", "--out", "-");
  loans = loansIn(text);
});

const shareOf = (holds: (loan: Loan) => boolean): number =>
  loans.filter(holds).length / loans.length;

describe("generated loans", () => {
  test("have the columns of the loan history in their order", () => {
    expect(text.slice(0, text.indexOf("\n"))).toBe(
      "loan_id,id,code_gender,flag_own_car,flag_own_realty,cnt_children,amt_income_total," +
        "name_income_type,name_education_type,name_family_status,name_housing_type,days_birth," +
        "days_employed,flag_mobil,flag_work_phone,flag_phone,flag_email,occupation_type," +
        "cnt_fam_members,status,birthday,job_start_date,loan_date,loan_amount",
    );
    expect(loans.every((loan) => Object.values(loan).every((field) => field !== undefined))).toBe(
      true,
    );
  });

  test("are the same bytes whenever they are made from the same seed", async () => {
    expect((await generate("--users", `${users}`, "--seed", "5", "--out", "-")) === text).toBe(
      true,
    );
  });

  test("differ with another seed", async () => {
    expect((await generate("--users", `${users}`, "--seed", "6", "--out", "-")) === text).toBe(
      false,
    );
  });

  test("keep the first users as they are when more users are made", async () => {
    const withoutLoanId = (loan: Loan) => Object.values(loan).slice(1).join();
    const few = loansIn(await generate("--users", "20", "--seed", "5", "--out", "-"));
    const many = new Set(loans.map(withoutLoanId));
    expect(few.filter((loan) => !many.has(withoutLoanId(loan)))).toEqual([]);
  });

  test("number about 21 per user and at most 60", () => {
    const counts = [...byUser(loans).values()].map((own) => own.length);
    expect(counts.length).toBe(users);
    expect(Math.max(...counts)).toBeLessThanOrEqual(60);
    expect(Math.max(...counts)).toBeGreaterThan(50);
    expect(loans.length / users).toBeGreaterThan(20);
    expect(loans.length / users).toBeLessThan(22.6);
  });

  test("go bad in about 1.5 % of the cases", () => {
    const bad = shareOf((loan) => loan["status"] === "1");
    expect(bad).toBeGreaterThan(0.012);
    expect(bad).toBeLessThan(0.018);
    expect(shareOf((loan) => loan["status"] === "0")).toBeCloseTo(1 - bad, 12);
  });

  test("have unique ids and are not sorted by them", () => {
    const ids = loans.map((loan) => Number(loan["loan_id"]));
    expect(new Set(ids).size).toBe(ids.length);
    const ascents = ids.filter((id, i) => i > 0 && id > ids[i - 1]!).length;
    expect(ascents / ids.length).toBeGreaterThan(0.48);
    expect(ascents / ids.length).toBeLessThan(0.52);
  });

  test("sometimes fall on a day on which their user already took one", () => {
    const days = new Set(loans.map((loan) => `${loan["id"]} ${loan["loan_date"]}`));
    const again = 1 - days.size / loans.length;
    expect(again).toBeGreaterThan(0.04);
    expect(again).toBeLessThan(0.11);
  });

  test("miss the start of the job exactly where there is no job, and some occupations", () => {
    const jobless = shareOf((loan) => loan["job_start_date"] === "");
    expect(jobless).toBeGreaterThan(0.08);
    expect(jobless).toBeLessThan(0.2);
    expect(
      loans.every((l) => (l["job_start_date"] === "") === (l["days_employed"] === "365243")),
    ).toBe(true);
    const withoutOccupation = shareOf((loan) => loan["occupation_type"] === "");
    expect(withoutOccupation).toBeGreaterThan(0.24);
    expect(withoutOccupation).toBeLessThan(0.36);
  });

  test("lie between the first and the last day, after the user's birthday and start of the job", () => {
    for (const loan of loans) {
      const { loan_date: day, birthday, job_start_date: jobStart } = loan;
      if (day! < "2018-01-01" || day! > "2022-12-31" || birthday! >= day! || jobStart! > day!) {
        throw new Error(`impossible dates: ${JSON.stringify(loan)}`);
      }
    }
  });

  test("have positive amounts with at most ten decimals", () => {
    expect(loans.filter((loan) => !/^\d+(\.\d{1,10})?$/.test(loan["loan_amount"]!))).toEqual([]);
    const total = loans.reduce((sum, loan) => sum + Number(loan["loan_amount"]), 0);
    expect(total / loans.length).toBeGreaterThan(125);
    expect(total / loans.length).toBeLessThan(147);
  });

  test("go bad more often when the user has no car", () => {
    const rate = (car: string) => {
      const own = loans.filter((loan) => loan["flag_own_car"] === car);
      return own.filter((loan) => loan["status"] === "1").length / own.length;
    };
    expect(rate("N")).toBeGreaterThan(1.2 * rate("Y"));
  });
});
