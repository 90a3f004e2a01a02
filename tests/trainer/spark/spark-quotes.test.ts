import { sparkQuotes } from "@despliega/trainer/engine/spark/spark-quotes.js";
import { expect, test } from "@jest/globals";

test.each([
  [String.raw`SELECT 'a\b'`, String.raw`SELECT 'a\\b'`],
  [String.raw`SELECT 'it''s \', ''`, String.raw`SELECT 'it\'s \\', ''`],
  [String.raw`SELECT "a\b", 'c'`, "SELECT `a\\b`, 'c'"],
  ['SELECT "a ""b"" `c`"', 'SELECT `a "b" ``c```'],
  [`SELECT '"', "'"`, "SELECT '\"', `'`"],
  ["SELECT 1 -- it's \\\n, 'a\\n'", "SELECT 1 -- it's \\\n, 'a\\\\n'"],
  ["/* ' \\ \" */ SELECT '\\'", "/* ' \\ \" */ SELECT '\\\\'"],
])("literals and names of the standard are those of Spark: %s", (sql, expected) => {
  expect(sparkQuotes(sql)).toBe(expected);
});
