import { describe, expect, test } from "@jest/globals";
import { checkWords } from "@despliega/trainer/check/check-words.js";
import { models } from "@despliega/trainer/model/catalogue.js";

import { riesgo } from "../../support/models.js";

const textsOf = async (sql: string): Promise<readonly string[]> =>
  (await checkWords({ ...riesgo, sql })).map(({ verdict, text }) => `${verdict} ${text}`);

const COMMON = ["ok features.sql has no word that only DuckDB knows"];

describe("the words of a features.sql", () => {
  test.each([
    ["SELECT * EXCLUDE (id) FROM loans", "a star without some columns: name the columns"],
    ["FROM loans", "FROM before SELECT: write SELECT * FROM …"],
    ["SELECT 1 FROM loans WHERE id IN (FROM loans)", "FROM before SELECT: write SELECT * FROM …"],
    ["SELECT count(*) FILTER (id > 1) FROM loans", "FILTER without WHERE: write FILTER (WHERE …)"],
    ["SELECT id::VARCHAR FROM loans", "the type VARCHAR: write STRING"],
    ["SELECT TRY_CAST(trim(')') AS text) FROM loans", "the type TEXT: write STRING"],
    ["SELECT CAST(id AS HUGEINT) FROM loans", "the type HUGEINT"],
    ["SELECT {a: id} AS s FROM loans", "a structure in braces: write one column each"],
    ["SELECT arg_max(id, status) FROM loans", "arg_max(): write max_by"],
    ["SELECT id // 2 FROM loans", "//: write (a - a % b) / b"],
    [
      "SELECT extract(isodow FROM birthday) FROM loans",
      "this part of a day: write datesub from a day",
    ],
    [
      "SELECT regexp_replace(flag_own_car, 'a', 'b', 'g') FROM loans",
      "regexp_replace(): write array_to_string(regexp_extract_all(s, what stays, 0), ' ')",
    ],
    [
      "SELECT md5(concat_ws('', loans)) FROM loans",
      "the table loans as a value: write concat_ws('|', …) of its columns",
    ],
    [
      "SELECT id FROM loans UNION ALL BY NAME SELECT id FROM loans",
      "BY NAME: write the columns of both sides in one order",
    ],
    [
      "SELECT DISTINCT ON (id) id FROM loans",
      "DISTINCT ON: write QUALIFY row_number() OVER (PARTITION BY … ORDER BY …) = 1",
    ],
    [
      "SELECT sum(id) OVER (ORDER BY loan_date RANGE UNBOUNDED PRECEDING EXCLUDE GROUP) FROM loans",
      "EXCLUDE in a window: end the range on the day before: AND INTERVAL '1' DAY PRECEDING",
    ],
  ])("are told of %s", async (sql, told) => {
    expect(await textsOf(sql)).toEqual([`fails line 1: Spark does not take ${told}`]);
  });

  test.each([
    [
      "SELECT round(loan_amount, 2) FROM loans",
      "round(): write round(x * 100) / 100 for two digits",
    ],
    ["SELECT log(loan_amount) FROM loans", "log(): write ln or log10"],
    ["SELECT id ^ 2 FROM loans", "^: write power(a, b)"],
  ])("are a warning where Spark reads %s in its own way", async (sql, told) => {
    expect(await textsOf(sql)).toEqual([`warns line 1: Spark takes in its own way ${told}`]);
  });

  test("have their line, behind letters of several bytes", async () => {
    expect(await textsOf("-- añadido\nSELECT 'ñ' AS \"ä\",\n  list(id)\nFROM loans")).toEqual([
      "fails line 3: Spark does not take list(): write array_agg",
    ]);
  });

  test("in comments, texts and quoted names are none", async () => {
    const sql = `-- EXCLUDE GROUP [1]
      SELECT 'FILTER (a)' AS "BY NAME", /* {a: 1} // */ 'it''s [' AS x FROM loans`;
    expect(await textsOf(sql)).toEqual(COMMON);
  });

  test("that both engines know are none", async () => {
    const sql = `SELECT loans.id, round(loan_amount * 100) / 100, -status, CAST(id AS DECIMAL(18, 3)), id::STRING,
        CAST('a' AS VARCHAR(3)), extract(year FROM birthday), trim(BOTH 'x' FROM flag_own_car), DATE '2020-01-01',
        max_by(id, (loan_date, id)) OVER earlier, flag_own_car LIKE 'Y%', regexp_replace(flag_own_car, 'a', 'b'),
        lag(id) OVER earlier, count(*) FILTER (WHERE id > 1) OVER earlier
      FROM loans WHERE id IN (SELECT max(id) FROM loans) AND loan_date < getvariable('as_of')
      WINDOW earlier AS (PARTITION BY id ORDER BY loan_date RANGE BETWEEN INTERVAL '30' DAY PRECEDING AND CURRENT ROW)
      QUALIFY row_number() OVER earlier = 1`;
    expect(await textsOf(sql)).toEqual(COMMON);
  });

  test("of the open examples are common", async () => {
    const open = models().filter(({ privacy }) => privacy !== "sensitive");
    expect(open.length).toBeGreaterThan(1);
    for (const model of open)
      expect(await checkWords(model)).toEqual([
        { check: "words", verdict: "ok", text: COMMON[0]!.slice("ok ".length) },
      ]);
  });
});
