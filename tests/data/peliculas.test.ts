import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "@jest/globals";
import { parse } from "csv-parse/sync";

import { dataFile, generate } from "./generator.js";

const folder = mkdtempSync(join(tmpdir(), "films-"));
afterAll(() => rmSync(folder, { recursive: true }));

const FILES = ["films.csv", "finances.csv", "openings.csv"] as const;

type File = (typeof FILES)[number];

const textsOf = async (films: number, seed: number): Promise<Readonly<Record<File, string>>> => {
  const out = mkdtempSync(join(folder, "films-"));
  await generate("peliculas", "--films", `${films}`, "--seed", `${seed}`, "--out", out);
  const text = (file: File) => readFileSync(join(out, file), "utf8");
  return {
    "films.csv": text("films.csv"),
    "finances.csv": text("finances.csv"),
    "openings.csv": text("openings.csv"),
  };
};

type Row = Readonly<Record<string, string>>;

const rowsOf = (text: string): Row[] =>
  parse(text, { columns: true, skipRecordsWithError: true }) as unknown as Row[];

const command =
  /npm run generate -- peliculas --films (\d+) --seed (\d+) --out data\/peliculas/.exec(
    dataFile("README.md"),
  )!;
const many = await textsOf(4000, 5);
const finances = rowsOf(many["finances.csv"]);

test("the sample is what the command in data/README.md writes", async () => {
  const texts = await textsOf(Number(command[1]), Number(command[2]));
  for (const file of FILES) expect(texts[file] === dataFile(`peliculas/${file}`)).toBe(true);
});

test("another seed makes other films", async () => {
  const texts = await textsOf(4000, 6);
  for (const file of FILES) expect(texts[file] === many[file]).toBe(false);
});

describe("of several thousand films", () => {
  const share = (rows: readonly Row[], holds: (row: Row) => boolean): number =>
    rows.filter(holds).length / rows.length;

  test("the worldwide gross is skewed: the mean is far above the median", () => {
    const gross = finances
      .map((row) => Number(row["worldwide_gross"]))
      .filter((dollars) => dollars > 0)
      .toSorted((a, b) => a - b);
    const mean = gross.reduce((sum, dollars) => sum + dollars, 0) / gross.length;
    expect(mean / gross[Math.floor(gross.length / 2)]!).toBeGreaterThan(2);
    expect(gross.at(-1)! / mean).toBeGreaterThan(10);
  });

  test("every table lacks some of the films and some values", () => {
    for (const file of FILES) {
      const rows = rowsOf(many[file]);
      expect(rows.length).toBeGreaterThan(3600);
      expect(rows.length).toBeLessThan(4060);
      const last = Object.keys(rows[0]!).at(-1)!;
      const empty = share(rows, (row) => row[last] === "");
      expect(empty).toBeGreaterThan(0.005);
      expect(empty).toBeLessThan(0.06);
    }
  });

  test("some grosses are 0, which says that they are unknown", () => {
    const unknown = share(finances, (row) => row["worldwide_gross"] === "0");
    expect(unknown).toBeGreaterThan(0.005);
    expect(unknown).toBeLessThan(0.03);
  });

  test("a few budgets are a hundred times those of the other source", () => {
    const budgets = new Map(finances.map((row) => [row["movie"], row["production_budget"]]));
    const ratios = rowsOf(many["films.csv"])
      .map((row) => Number(row["budget"]) / Number(budgets.get(row["movie_title"])))
      .filter((ratio) => Number.isFinite(ratio));
    const far = ratios.filter((ratio) => ratio > 100).length / ratios.length;
    expect(far).toBeGreaterThan(0.002);
    expect(far).toBeLessThan(0.03);
  });

  test("about 4 rows in 1000 end too early or have a word for a number", () => {
    const lines = FILES.flatMap((file) => many[file].trimEnd().split("\n"));
    const whole = FILES.flatMap((file) => rowsOf(many[file]));
    const words = whole.filter((row) => Object.values(row).includes("unknown")).length;
    const spoilt = (lines.length - FILES.length - whole.length + words) / lines.length;
    expect(words).toBeGreaterThan(5);
    expect(spoilt).toBeGreaterThan(0.002);
    expect(spoilt).toBeLessThan(0.007);
  });
});

test("standard output is refused, since there are three files", async () => {
  await expect(generate("peliculas", "--films", "1", "--out", "-")).rejects.toMatchObject({
    code: 1,
    stderr: "--out - is for one file: name a directory for films.csv, finances.csv, openings.csv\n",
  });
});
