import { describe, expect, test } from "@jest/globals";
import { inputFilesOf, pseudonymTyped } from "@despliega/trainer/cli/arguments.js";

const input = (dataset: string) => ({ dataset, table: "t", columns: {} });
const one = { name: "riesgo", inputs: [input("loans.csv")] };
const two = { name: "peliculas", inputs: [input("films.csv"), input("openings.csv")] };

describe("the files that --input names", () => {
  test.each<[string, typeof one, readonly string[], Readonly<Record<string, string>>]>([
    ["none", two, [], {}],
    ["a file alone", one, ["a.csv"], { "loans.csv": "a.csv" }],
    ["a file alone whose name has an equals sign", one, ["a=b.csv"], { "loans.csv": "a=b.csv" }],
    ["the only data set by its name", one, ["loans.csv=a=b.csv"], { "loans.csv": "a=b.csv" }],
    [
      "one of several data sets",
      two,
      ["openings.csv=films.csv=1"],
      { "openings.csv": "films.csv=1" },
    ],
    [
      "all in another order",
      two,
      ["openings.csv=b", "films.csv=a"],
      { "films.csv": "a", "openings.csv": "b" },
    ],
  ])("may be %s", (_, model, given, files) => {
    expect(Object.fromEntries(inputFilesOf(model, given))).toEqual(files);
  });

  test.each<[string, typeof one, readonly string[], string]>([
    [
      "a file alone where there are several data sets",
      two,
      ["a.csv"],
      "--input must be dataset=FILE; the data sets of peliculas are films.csv, openings.csv",
    ],
    ["an unknown data set", two, ["films=a.csv"], "--input must be dataset=FILE"],
    [
      "the same data set twice",
      two,
      ["films.csv=a", "films.csv=b"],
      "--input names films.csv twice",
    ],
    ["a data set without a file", two, ["films.csv="], "--input names no file for films.csv"],
    ["nothing at all", one, [""], "--input names no file for loans.csv"],
    ["two files alone", one, ["a.csv", "b.csv"], "--input names loans.csv twice"],
  ])("may not be %s", (_, model, given, message) => {
    expect(() => inputFilesOf(model, given)).toThrow(
      expect.objectContaining({
        code: "OPTION_INVALID",
        message: expect.stringContaining(message),
      }),
    );
  });
});

test("a pseudonym that is cut short is refused without being repeated", () => {
  expect(() => pseudonymTyped("****1a2b")).toThrow(
    expect.objectContaining({
      code: "NAME_INVALID",
      message: "That is not a pseudonym: it must be whole, a key's id, a dot and 64 digits",
    }),
  );
});
