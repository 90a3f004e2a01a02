import { describe, expect, test } from "@jest/globals";
import { byUser, dataFile, generate, loansIn } from "./generator.js";

const sample = dataFile("riesgo/loans.csv");
const loans = loansIn(sample);
const own = byUser(loans).get("5008806")!;

const completedYears = (from: string, to: string): number =>
  Number(to.slice(0, 4)) - Number(from.slice(0, 4)) - (to.slice(5) < from.slice(5) ? 1 : 0);

const dayAfter = (date: string): string => {
  const day = new Date(date);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
};

/** A decimal with up to ten decimals as a whole number of its last decimal. */
const exact = (amount: string): bigint => {
  const [whole, fraction = ""] = amount.split(".");
  return BigInt(whole! + fraction.padEnd(10, "0"));
};

test("the sample is what the command in data/README.md writes", async () => {
  const command = /npm run generate -- (riesgo .*) --out data\/riesgo\/loans\.csv/.exec(
    dataFile("README.md"),
  )!;
  expect((await generate(...command[1]!.split(" "), "--out", "-")) === sample).toBe(true);
});

describe("user 5008806 in the sample", () => {
  const asOf = dayAfter(loans.map((loan) => loan["loan_date"]!).reduce((a, b) => (a > b ? a : b)));

  test("has 29 loans, none of them bad", () => {
    expect(own.length).toBe(29);
    expect(own.map((loan) => loan["status"])).toEqual(own.map(() => "0"));
  });

  test("borrowed 136.4468640135 on average", () => {
    const mean = own.reduce((sum, loan) => sum + Number(loan["loan_amount"]), 0) / own.length;
    expect(mean.toFixed(10)).toBe("136.4468640135");
    const total = own.reduce((sum, loan) => sum + exact(loan["loan_amount"]!), 0n);
    expect(total).toBe(29n * 1_364_468_640_135n);
  });

  test("is 59 years old, 3 years on the job and owns a car on the day after the newest loan", () => {
    for (const loan of own) {
      expect(completedYears(loan["birthday"]!, asOf)).toBe(59);
      expect(completedYears(loan["job_start_date"]!, asOf)).toBe(3);
      expect(loan["flag_own_car"]).toBe("Y");
    }
  });

  test("has exactly the rows of the included file", () => {
    const included = dataFile("riesgo/user-5008806.csv").trimEnd().split("\n").slice(1);
    const rows = sample.split("\n").filter((row) => row.split(",")[1] === "5008806");
    expect(rows.toSorted()).toEqual(included.toSorted());
  });
});

test("the sample has about 10,000 loans with unique ids, 1.5 % of them bad", () => {
  expect(loans.length).toBe(9828);
  expect(new Set(loans.map((loan) => loan["loan_id"])).size).toBe(loans.length);
  expect(loans.filter((loan) => loan["status"] === "1").length).toBe(147);
});
