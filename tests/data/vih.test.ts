import { expect, describe, test } from "@jest/globals";

import { dataFile, generate, loansIn } from "./generator.js";

const command = /npm run generate -- (vih .*) --out data\/vih\/patients\.csv/.exec(
  dataFile("README.md"),
)!;
const sample = dataFile("vih/patients.csv");
const text = await generate("vih", "--patients", "3000", "--seed", "5", "--out", "-");
const patients = loansIn(text);

test("the sample is what the command in data/README.md writes", async () => {
  expect((await generate(...command[1]!.split(" "), "--out", "-")) === sample).toBe(true);
});

test("another seed makes other patients, and more of them keep the first ones", async () => {
  const few = await generate("vih", "--patients", "40", "--seed", "5", "--out", "-");
  expect(text.startsWith(few)).toBe(true);
  const other = await generate("vih", "--patients", "40", "--seed", "6", "--out", "-");
  expect(other === few).toBe(false);
});

test("--users is not for patients", async () => {
  await expect(generate("vih", "--users", "1", "--out", "-")).rejects.toMatchObject({
    code: 1,
    stderr: "--users is not for vih: see --help\n",
  });
});

describe("patients", () => {
  const share = (column: string, value: string): number =>
    patients.filter((patient) => patient[column] === value).length / patients.length;
  const numbers = (column: string): number[] => patients.map((patient) => Number(patient[column]));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;

  test("have an identifier and a name before the columns of the study", () => {
    expect(text.slice(0, text.indexOf("\n"))).toBe(
      "patient_id,name,time,trt,age,wtkg,hemo,homo,drugs,karnof,oprior,z30,preanti,race,gender," +
        "str2,strat,symptom,treat,offtrt,cd40,cd420,cd80,cd820,infected",
    );
    expect(new Set(patients.map((patient) => patient["patient_id"])).size).toBe(patients.length);
    expect(
      patients.every((patient) => /^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+$/u.test(patient["name"]!)),
    ).toBe(true);
  });

  test("are infected in about a quarter of the cases, rarer when treated with more", () => {
    expect(share("infected", "1")).toBeGreaterThan(0.2);
    expect(share("infected", "1")).toBeLessThan(0.29);
    const rate = (treat: string) => {
      const own = patients.filter((patient) => patient["treat"] === treat);
      return own.filter((patient) => patient["infected"] === "1").length / own.length;
    };
    expect(rate("0")).toBeGreaterThan(1.2 * rate("1"));
  });

  test("have skewed cell counts, lower after 20 weeks when they are infected", () => {
    const cd40 = numbers("cd40").toSorted((a, b) => a - b);
    expect(mean(cd40)).toBeGreaterThan(cd40[cd40.length / 2]!);
    const later = (infected: string) =>
      mean(
        patients
          .filter((patient) => patient["infected"] === infected)
          .map((patient) => Number(patient["cd420"])),
      );
    expect(later("1")).toBeLessThan(0.8 * later("0"));
  });

  test("agree with themselves: treatment, its history, and days in the study", () => {
    for (const { trt, treat, str2, strat, preanti, time, infected } of patients) {
      const days = Number(preanti);
      expect(treat).toBe(trt === "0" ? "0" : "1");
      expect(str2).toBe(days > 0 ? "1" : "0");
      expect(strat).toBe(days === 0 ? "1" : days <= 365 ? "2" : "3");
      expect(Number(time)).toBeLessThan(infected === "1" ? 1040 : 1232);
    }
  });
});
