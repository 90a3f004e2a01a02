import { resolve } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { checkWords } from "@despliega/trainer/check/check-words.js";
import { loadModel } from "@despliega/trainer/model/load.js";

import { made, tableOf, type Choice } from "./made.js";

const becomes = (choices: readonly Choice[]): Record<string, string> =>
  Object.fromEntries(choices.map(({ column, becomes: what }) => [column, what]));

/** A number that looks drawn, from 0 to 1. */
const drawn = (row: number, seed: number): number => {
  const wave = Math.sin(row * 12.9898 + seed * 78.233) * 43_758.5453;
  return wave - Math.floor(wave);
};

const LABEL = (row: number): number => (drawn(row, 1) + drawn(row, 2) > 1 ? 1 : 0);

describe("of a table with columns of every kind", () => {
  const table = tableOf(400, {
    id: (row) => row + 1,
    amount: (row) => (1000 * drawn(row, 1)).toFixed(2),
    age: (row) => 18 + Math.floor(60 * drawn(row, 2)),
    again: (row) => 18 + Math.floor(60 * drawn(row, 2)),
    active: (row) => (drawn(row, 3) > 0.5 ? "yes" : "no"),
    country: (row) => ["ES", "FR", "PT"][row % 3]!,
    town: (row) => `t${Math.floor(90 * drawn(row, 4) ** 3)}`,
    street: (row) => `s${row % 90}`,
    note: (row) => `note number ${row}`,
    currency: () => "EUR",
    nothing: () => "",
    since: (row) => `20${10 + (row % 12)}-0${1 + (row % 9)}-15`,
    email: (row) => `person${row}@example.org`,
    closed: (row) => (LABEL(row) === 1 ? 1 + (row % 12) : ""),
    lost: LABEL,
  });

  test("each becomes what it can say, or is left out with its reason", async () => {
    const { choices } = await made(table, "--target", "lost");
    expect(becomes(choices)).toEqual({
      lost: "target",
      id: "left out",
      amount: "number",
      age: "integer",
      again: "left out",
      active: "boolean",
      country: "category",
      town: "category",
      street: "left out",
      note: "left out",
      currency: "left out",
      nothing: "left out",
      since: "2 features",
      email: "left out",
      closed: "left out",
    });
    const why = new Map(choices.map((choice) => [choice.column, choice.why]));
    expect(why.get("again")).toBe("it repeats age");
    expect(why.get("email")).toMatch(/person's e-mail/);
    expect(why.get("closed")).toMatch(/decides the target in every row/);
    expect(why.get("amount")).toMatch(/alone ROC-AUC 0\.[78]/);
  });

  test("no value of a person is in what is written or printed", async () => {
    const { choices, request, text } = await made(table, "--target", "lost");
    const all = [JSON.stringify(choices), request, text("model.yaml"), text("README.md")].join();
    expect(all).not.toContain("@example.org");
  });

  test("all of its SQL is in words that Spark knows, too", async () => {
    const { folder } = await made(table, "--target", "lost");
    expect(await checkWords(loadModel(resolve(folder)))).toMatchObject([{ verdict: "ok" }]);
  });

  test("the same file gives the same bytes", async () => {
    const [one, other] = [
      await made(table, "--target", "lost"),
      await made(table, "--target", "lost"),
    ];
    for (const file of ["model.yaml", "features.sql", "README.md"] as const)
      expect(one.text(file)).toBe(other.text(file));
  });

  test("in Spanish no comment is English, and numbers have decimal commas", async () => {
    const [en, es] = [
      await made(table, "--target", "lost"),
      await made(table, "--target", "lost", "--language", "es"),
    ];
    const comments = (text: string): string[] =>
      text.split("\n").flatMap((line) => /(?:#|--) [^$]*$/.exec(line)?.[0] ?? []);
    for (const file of ["model.yaml", "features.sql"] as const) {
      const english = new Set(comments(en.text(file)));
      const shared = comments(es.text(file)).filter((line) => english.has(line));
      expect(shared.filter((line) => !/yaml-language-server|^# \{/.test(line))).toEqual([]);
    }
    const reasons = es.choices.map(({ why }) => why).join("\n");
    expect(reasons).toMatch(/^de \d,\d+ a 9\d\d,\d+; sola, ROC-AUC 0,\d\d$/m);
    expect(reasons).not.toMatch(/\d\.\d/);
  });
});

describe("a column that alone answers too well", () => {
  test("is told with its figure, and stays", async () => {
    const table = tableOf(400, {
      almost: (row) => (LABEL(row) === 1 && row % 12 !== 0 ? 5 + (row % 7) : row % 4),
      x: (row) => drawn(row, 1),
      lost: LABEL,
    });
    const { choices } = await made(table, "--target", "lost");
    expect(choices[1]).toMatchObject({
      column: "almost",
      becomes: "integer",
      why: expect.stringMatching(/0\.9\d: check that it is known before/) as unknown,
    });
  });

  test("of a number is left out where it is the number in another unit", async () => {
    const table = tableOf(100, {
      celsius: (row) => (50 * drawn(row, 1)).toFixed(1),
      wind: (row) => drawn(row, 2),
      fahrenheit: (row) => (32 + 1.8 * Number((50 * drawn(row, 1)).toFixed(1))).toFixed(2),
    });
    const { choices } = await made(table, "--target", "fahrenheit");
    expect(becomes(choices)).toEqual({
      fahrenheit: "target",
      celsius: "left out",
      wind: "number",
    });
  });
});

test("rows that repeat are drawn one by one", async () => {
  const passengers = tableOf(800, {
    class: (row) => `${1 + (row % 3)}`,
    sex: (row) => (drawn(row, 2) > 0.6 ? "female" : "male"),
    survived: (row) => (drawn(row, 1) + (drawn(row, 2) > 0.6 ? 0.4 : 0) > 0.8 ? "yes" : "no"),
  });
  const { text } = await made(passengers, "--target", "survived");
  expect(text("features.sql")).toContain("row_number() OVER (PARTITION BY");
  expect(text("model.yaml")).toContain("drawn one by one");
});

test.each([
  ["with other targets are drawn one by one", (row: number) => row, true],
  ["that a file holds twice stay together", (row: number) => row % 200, false],
])("equal rows %s", async (_, original, isDrawn) => {
  const table = tableOf(400, {
    amount: (row) => Math.floor(drawn(original(row), 2) * (isDrawn ? 200 : 1e6)),
    lost: (row) => (drawn(original(row), 1) > 0.5 ? 1 : 0),
  });
  const { text } = await made(table, "--target", "lost");
  expect(text("features.sql").includes("row_number()")).toBe(isDrawn);
});

test("the name of a column may have several lines", async () => {
  const table = `"amount\nin euro",lost\n${Array.from({ length: 60 }, (_, row) => `${Math.floor(drawn(row, 1) * 90)},${row % 2}\n`).join("")}`;
  const { choices } = await made(table, "--target", "lost");
  expect(choices.map(({ column }) => column)).toEqual(["lost", "amount\nin euro"]);
});

test("a column that is not read has the reason in the table", async () => {
  const table = tableOf(60, {
    size: (row) => row % 7,
    Size: (row) => row % 5,
    when: (row) => `2024-03-1${row % 9}`,
    lost: (row) => (drawn(row, 1) > 0.5 ? 1 : 0),
  });
  const { choices, text } = await made(table, "--target", "lost");
  const why = Object.fromEntries(choices.map((choice) => [choice.column, choice.why]));
  expect(why["Size"]).toMatch(/differs from another in its case only/);
  expect(why["when"]).toMatch(/all in one month/);
  expect(text("README.md")).toContain("| Size");
});
