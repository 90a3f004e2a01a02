import { describe, expect, test } from "@jest/globals";
import { pseudonymTyped } from "@despliega/trainer/cli/arguments.js";
import { inputPlacesOf } from "@despliega/trainer/cli/places.js";
import { secretOf } from "@despliega/trainer/sources/database/connection.js";
import type { DatabasePlace } from "@despliega/trainer/sources/place.js";

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
    expect(
      Object.fromEntries(inputPlacesOf(model, given, { databasePassword: undefined })),
    ).toEqual(files);
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
    expect(() => inputPlacesOf(model, given, { databasePassword: undefined })).toThrow(
      expect.objectContaining({
        code: "OPTION_INVALID",
        message: expect.stringContaining(message),
      }),
    );
  });
});

test("errors about places name their option", () => {
  expect(() => inputPlacesOf(one, [""], { databasePassword: undefined }, "--history")).toThrow(
    "--history names no file for loans.csv",
  );
});

describe("a database that --input names", () => {
  const place = (text: string) =>
    inputPlacesOf(one, [text], { databasePassword: secretOf("hidden") }).get("loans.csv");

  test("is a table or a query with its key, and its password is that of a setting", () => {
    expect(place("loans.csv=postgres://reader@db.example/bank?table=loans&key=loan_id")).toEqual({
      connection: {
        name: "postgres://reader@db.example:5432/bank",
        host: "db.example",
        port: 5432,
        user: "reader",
        database: "bank",
        sslmode: "verify-full",
        rootCertificate: undefined,
        authentication: "password",
        password: expect.anything(),
      },
      rows: { table: "loans", key: ["loan_id"] },
    });
    const { connection } = place("postgres://r@h/d?table=t&key=k") as DatabasePlace;
    expect(connection.password?.export().toString()).toBe("hidden");
    const query = `query=${encodeURIComponent("SELECT a, b FROM t")}`;
    expect(place(`postgresql://r@[::1]:5433/bank?${query}&key=a&key=b`)).toMatchObject({
      connection: { host: "::1", port: 5433, sslmode: "disable" },
      rows: { query: "SELECT a, b FROM t", key: ["a", "b"] },
    });
  });

  test.each([
    ["a password", "postgres://r:s3cret@h/d?table=t&key=k", "holds a password"],
    ["another kind of url", "mysql://r:s3cret@h/d?table=t&key=k", "must be a url such as"],
    ["no key", "postgres://r@h/d?table=t", "must name a table or a query, and the columns"],
    ["table and query", "postgres://r@h/d?table=t&query=q&key=k", "must name a table or a query"],
    ["no database", "postgres://r@h?table=t&key=k", "must name the role, the host and the"],
    ["no role", "postgres://h/d?table=t&key=k", "must name the role, the host and the database"],
    ["a port that is none", "postgres://r:s3cret@h:x/d", "must be a url such as"],
    ["half a character", "postgres://r%@h/d?table=t&key=k", "has a % that begins no character"],
    ["an option of libpq", "postgres://r@h/d?options=s3cret", "has a parameter that is none of"],
    ["less than it can", "postgres://r@h/d?sslmode=prefer", "has an sslmode that is none of"],
    ["a token in the open", "postgres://r@h/d?auth=entra&sslmode=require", "has auth=entra, which"],
  ])("may not have %s", (_, text, problem) => {
    const error = (() => {
      try {
        return place(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({
      code: "OPTION_INVALID",
      message: expect.stringMatching(new RegExp(`^--input ${problem}`)),
    });
    expect((error as Error).message).not.toContain("s3cret");
  });
});

test("what is no pseudonym is refused without being repeated", () => {
  expect(() => pseudonymTyped(`handle:${"0".repeat(32)}`)).toThrow(
    expect.objectContaining({
      code: "NAME_INVALID",
      message:
        "That is not a pseudonym: it must be a key's id, a dot and 64 digits; a handle leads to nobody",
    }),
  );
});
