import { readdirSync } from "node:fs";

import { describe, expect, test } from "@jest/globals";

import { bareRelationsIn, dialectWordsIn } from "./dialect.js";
import { readText, ROOT } from "./files.js";
import { importsOf } from "./imports.js";

/**
 * Sources outside the engine that show authors of a features.sql how DuckDB writes something, or write one; each must
 * still need it.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "dataset/observation-rules.ts": ["a cast of PostgreSQL's form"],
  "errors/errors.ts": ["a cast that gives NULL"],
  "model/check/returned.ts": ["a cast of PostgreSQL's form"],
  "pipeline/scaffold/sql/events.ts": ["a variable"],
  "pipeline/scaffold/sql/name.ts": ["a cast that gives NULL", "a row's own number", "a list"],
  "pipeline/scaffold/sql/statement.ts": ["a variable"],
};

const sources = readdirSync(`${ROOT}trainer/src`, { recursive: true, encoding: "utf8" })
  // What is asked of a database is in the words of PostgreSQL alone.
  .filter((file) => file.endsWith(".ts") && !/^(?:engine|sources\/database)\//.test(file))
  .toSorted();

const found = (wordsIn: (source: string) => string[]): Record<string, string[]> =>
  Object.fromEntries(
    sources
      .map((file) => [file, wordsIn(readText(`trainer/src/${file}`))] as const)
      .filter(([, words]) => words.length > 0),
  );

describe("outside the room of the engine", () => {
  test("no SQL has words that only one engine knows", () => {
    expect(sources.length).toBeGreaterThan(150);
    expect(found(dialectWordsIn)).toEqual(ALLOWED);
  });

  test("no SQL names a relation in words: each comes as a value from the step that made it", () => {
    expect(found(bareRelationsIn)).toEqual({});
  });

  test("nothing imports DuckDB", () => {
    const importing = importsOf(`${ROOT}trainer/tsconfig.json`)
      .filter(({ specifier }) => specifier.startsWith("@duckdb/"))
      .map(({ file }) => file);
    expect(importing.length).toBeGreaterThan(0);
    expect(importing.filter((file) => !file.startsWith("src/engine/duckdb/"))).toEqual([]);
  });
});

test.each([
  "`SELECT label::DOUBLE`",
  "`SELECT max(${column})::BIGINT`",
  "`CAST(n AS HUGEINT)`",
  "`TRY_CAST(x AS DATE)`",
  "`quantile_cont(score, 0.5)`",
  "`hash(observation) % 5`",
  "`WHERE rowid = 3`",
  "`getvariable('as_of')`",
  "`SET VARIABLE as_of = NULL`",
  "`read_csv('a.csv')`",
  "`COPY (SELECT 1) TO 'a.csv'`",
  "`regexp_full_match(a, 'b')`",
  "`SELECT unnest([1, 2])`",
  "`CREATE VIEW v AS SELECT 1`",
  '"FROM " + name',
  "`a IN (FROM b)`",
  "`SELECT DISTINCT ON (a) a`",
  "`count(*) FILTER (label = 1)`",
  "`DESCRIBE t`",
  "`SELECT * EXCLUDE (a)`",
  "`GROUP BY ALL`",
  "`arg_min(a, b)`",
  "`isfinite(a)`",
  "`trunc(a)`",
])("%s would be found", (source) => {
  expect(dialectWordsIn(source)).not.toEqual([]);
});

test("a relation that is named in words would be found, one of the same statement would not", () => {
  expect(bareRelationsIn("`SELECT 1 FROM scored_test`")).toEqual(["scored_test"]);
  expect(bareRelationsIn("`WITH places AS (SELECT 1) SELECT 1 FROM places`")).toEqual([]);
  expect(bareRelationsIn("`SELECT 1 FROM ${scored.name}`")).toEqual([]);
});
