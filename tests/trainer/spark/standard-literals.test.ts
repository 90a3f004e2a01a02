import { standardLiterals } from "@despliega/trainer/engine/spark/standard-literals.js";
import { expect, test } from "@jest/globals";

test.each([
  [String.raw`SELECT 'a\b'`, String.raw`SELECT 'a\\b'`],
  [String.raw`SELECT 'it''s \'`, String.raw`SELECT 'it''s \\'`],
  [String.raw`SELECT "a\b", 'c'`, String.raw`SELECT "a\b", 'c'`],
  ["SELECT 1 -- it's \\\n, 'a\\n'", "SELECT 1 -- it's \\\n, 'a\\\\n'"],
  ["/* ' \\ */ SELECT '\\'", "/* ' \\ */ SELECT '\\\\'"],
])("a backslash in a literal is a backslash: %s", (sql, standard) => {
  expect(standardLiterals(sql)).toBe(standard);
});
