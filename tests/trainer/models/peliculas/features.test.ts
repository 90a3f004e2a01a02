import { describe, expect, test } from "@jest/globals";
import { buildObservations } from "@despliega/trainer/dataset/observations.js";
import fc from "fast-check";

import { peliculas } from "../../../support/models.js";
import { makeTable, testEngine } from "../../support/engine.js";
import { observe, type Entry, type Tables } from "./oracle.js";
import { named, nameViews } from "../../../support/relations.js";

const engine = await testEngine();

/** How each table calls title and year, and its other columns. */
const TABLES = {
  films: {
    title: "movie_title",
    year: "title_year",
    rest: ["duration", "aspect_ratio", "cast_total_facebook_likes", "budget", "imdb_score"],
  },
  finances: {
    title: "movie",
    year: "release_year",
    rest: ["production_budget", "worldwide_gross"],
  },
  openings: { title: "title", year: "year", rest: ["opening_gross", "screens"] },
} as const;

const NAMES = Object.keys(TABLES) as (keyof Tables)[];

const build = async (tables: Tables) => {
  for (const name of NAMES) {
    const { title, year, rest } = TABLES[name];
    const types = Object.fromEntries(rest.map((column) => [column, "DOUBLE"]));
    await makeTable(
      engine,
      name,
      { [title]: "VARCHAR", [year]: "BIGINT", ...types },
      tables[name].map((entry) => [
        entry.title,
        entry.year,
        ...rest.map((column) => entry.values[column] ?? null),
      ]),
    );
  }
  const inputs = peliculas.inputs.map(({ table }) => named(table));
  const { asOf, rows, labelled } = await buildObservations(engine, peliculas, inputs);
  await nameViews(engine, { labelled });
  return { asOf, ...rows };
};

const found = () => engine.rows("FROM labelled ORDER BY observation");

// Few titles in several spellings, of few years, so that they meet; the last two have no word at all.
const title = fc.constantFrom(
  "Naïve Café",
  "NAIVE CAFE",
  "  Naive -  Café ",
  "Nai\u0308ve, cafe\u0301!",
  "Naive Café 2",
  "The Straße",
  "Год: 7",
  "год 7",
  "...",
  "",
);
const value = fc.option(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 })));
const entries = (name: keyof Tables): fc.Arbitrary<Entry[]> =>
  fc.array(
    fc.record({
      title,
      year: fc.integer({ min: 2000, max: 2002 }),
      values: fc.record(Object.fromEntries(TABLES[name].rest.map((column) => [column, value]))),
    }),
    { maxLength: 12 },
  );
const tables: fc.Arbitrary<Tables> = fc.record({
  films: entries("films"),
  finances: entries("finances"),
  openings: entries("openings"),
});

test("the features are those of a plain loop over the three tables", async () => {
  await fc.assert(
    fc.asyncProperty(tables, async (drawn) => {
      const expected = observe(drawn);
      if (expected.length === 0)
        return expect(build(drawn)).rejects.toMatchObject({ code: "LABELS_MISSING" });
      expect(await build(drawn)).toEqual({ asOf: null, labelled: expected.length, serving: 0 });
      expect(await found()).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

describe("a film", () => {
  const entry = (name: string, year: number, values: Entry["values"]): Entry => ({
    title: name,
    year,
    values,
  });

  test("is the same however its title is spelt, and another one in another year", async () => {
    await build({
      films: [
        entry("NAIVE  CAFE", 2001, { duration: 90 }),
        entry("Naïve Café", 2002, { duration: 80 }),
      ],
      finances: [entry("Naïve: Café", 2001, { worldwide_gross: 5 })],
      openings: [entry("naive cafe\u00a0", 2001, { screens: 7 })],
    });
    expect(await found()).toMatchObject([
      { entity: "naive cafe (2001)", duration: 90, screens: 7, opening_gross: null },
    ]);
  });

  test("that a table has twice is what its first row says, even where that is empty", async () => {
    await build({
      films: [entry("a", 2001, { duration: null }), entry("a", 2001, { duration: 80 })],
      finances: [
        entry("a", 2001, { worldwide_gross: 0 }),
        entry("a", 2001, { worldwide_gross: 5, production_budget: 1 }),
        entry("a", 2001, { worldwide_gross: 6, production_budget: 2 }),
      ],
      openings: [],
    });
    expect(await found()).toMatchObject([{ label: 5, production_budget: 1, duration: null }]);
  });
});
