import { readFile } from "node:fs/promises";

import { beforeAll, describe, expect, test } from "@jest/globals";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { peliculas, riesgo, vih } from "../../support/models.js";
import { drawnFrom, moved, type Drawn } from "../support/drawn.js";
import { testEngine } from "../support/engine.js";
import { testKeys } from "../support/keys.js";

const engine = await testEngine();

type Files = Readonly<Record<string, string>>;

/** The samples of a model, each as its lines: the header, then the rows. */
const linesOf = async ({ name, inputs }: ModelDefinition): Promise<[string, string[]][]> =>
  Promise.all(
    inputs.map(async ({ dataset }): Promise<[string, string[]]> => {
      const file = new URL(`../../../../data/${name}/${dataset}`, import.meta.url);
      return [dataset, (await readFile(file, "utf8")).trimEnd().split("\n")];
    }),
  );

const anonymous = (lines: readonly string[]): string[] =>
  lines.map((line) => line.split(",").slice(2).join());

/** What may happen to the rows of every file, as `[what, change]`. */
const CHANGES: readonly (readonly [string, (rows: string[]) => string[]])[] = [
  ["its first row erased", (rows) => rows.slice(1)],
  ["a row in the middle erased", (rows) => rows.toSpliced(rows.length >> 1, 1)],
  ["its last row put first", (rows) => [rows.at(-1)!, ...rows.slice(0, -1)]],
  ["its rows sorted", (rows) => rows.toSorted()],
  ["its rows reversed", (rows) => rows.toReversed()],
];

const fewer = (rows: string[]) => rows.slice(0, -40);

const filesOf = (lines: [string, string[]][], change: (rows: string[]) => string[]): Files =>
  Object.fromEntries(
    lines.map(([dataset, [header, ...rows]]) => [
      dataset,
      [header, ...change(rows), ""].join("\n"),
    ]),
  );

describe.each([
  ["peliculas", peliculas, (lines: string[]) => lines],
  ["vih", vih, (lines: string[]) => lines],
  ["vih without who the patients are", vih, anonymous],
])("the test set of %s", (_, model, prepare) => {
  let lines: [string, string[]][];
  let whole: Drawn;
  const draw = (change: (rows: string[]) => string[]) =>
    drawnFrom(engine, model, filesOf(lines, change), testKeys("k1"));

  beforeAll(async () => {
    lines = (await linesOf(model)).map(([dataset, all]) => [dataset, prepare(all)]);
    whole = await draw((rows) => rows);
  });

  test("is about its share of the observations", () => {
    const { training, test: on } = whole.split;
    const all = training.observations + on.observations;
    expect(Math.abs(on.observations / all - 0.25)).toBeLessThan(0.03);
  });

  test.each(CHANGES)("stays the same for everybody when the file has %s", async (_what, change) => {
    const after = await draw(change);
    expect(moved(whole.training, after.test)).toEqual([]);
    expect(moved(whole.test, after.training)).toEqual([]);
    const gone = [...whole.test].filter((name) => !after.test.has(name));
    expect(gone.length).toBeLessThanOrEqual(2);
  });

  test("stays the same for everybody when forty rows are added at the end", async () => {
    const before = await draw(fewer);
    expect(before.test.size).toBeLessThan(whole.test.size);
    expect(moved(before.training, whole.test)).toEqual([]);
    expect(moved(before.test, whole.training)).toEqual([]);
  });
});

test("under another key of the pseudonyms other patients are tested", async () => {
  const files = filesOf(await linesOf(vih), (rows) => rows);
  const under = async (key: string) => {
    const { test: on } = await drawnFrom(engine, vih, files, testKeys(key));
    return on.size;
  };
  expect(await under("k1")).not.toBe(await under("k2"));
});

describe("the test set of riesgo, the newest days", () => {
  let lines: [string, string[]][];
  let whole: Drawn;
  const draw = (change: (rows: string[]) => string[]) =>
    drawnFrom(engine, riesgo, filesOf(lines, change), testKeys("k1"));

  beforeAll(async () => {
    lines = await linesOf(riesgo);
    whole = await draw((rows) => rows);
  });

  test.each(CHANGES)(
    "begins at most a day earlier or later when the file has %s",
    async (_, change) => {
      const { split } = await draw(change);
      const day = (from: string | null) => Date.parse(from!) / 864e5;
      expect(Math.abs(day(split.test.from) - day(whole.split.test.from))).toBeLessThanOrEqual(1);
    },
  );

  test.each([CHANGES[3]!, CHANGES[4]!])("is the same when the file has %s", async (_, change) => {
    expect(await draw(change)).toEqual(whole);
  });
});
