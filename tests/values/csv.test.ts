import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { DespliegaError } from "@despliega/storage";
import fc from "fast-check";

import { openBench, type Bench } from "../trainer/ingest/support.js";
import { COLUMNS, NAMES, readBy } from "./support.js";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** The columns of the features. Optional features may have no column. */
const columns = Object.fromEntries(
  NAMES.map((name) => {
    const column = COLUMNS[name]!;
    return [name, column.optional === true ? { ...column, absent: "allowed" as const } : column];
  }),
);

/** Reads a file as training does, row by row. @returns undefined when training does not accept all of it */
const trained = async (file: Uint8Array): Promise<readonly number[] | undefined> => {
  try {
    const { rows, rejected } = await bench.ingest(file, columns, 1);
    if (rejected > 0) return undefined;
    return rows.flat().map((value) => (value === null ? NaN : Number(value)));
  } catch (error) {
    if (!(error instanceof DespliegaError)) throw error;
    // Training needs at least one row, and a request does not.
    return error.code === "INPUT_EMPTY" && file.length > 0 ? [] : undefined;
  }
};

const end = fc.constantFrom("\n", "\n", "\r\n", "\r\n", "\n\n", "\r\n\n", "\n\r\n", "\r", "\r\r\n");
const blank = fc.constantFrom("", "", "", "", " ", "\t");
const quote = fc.constantFrom("", "", "", '"');
const cell = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(blank, quote, blank, text, blank, quote, blank)
    .map(([a, open, b, word, c, close, d]) =>
      open === "" ? `${a}${b}${word}${c}${d}` : `${a}"${b}${word}${c}"${close === "" ? "" : d}`,
    );
const value = fc.constantFrom(
  "1",
  "1",
  "0",
  "1.0",
  "",
  "NaN",
  '""',
  "1\n",
  "1\r\n",
  '1""',
  "\0",
  "x",
);
const name = (column: string) =>
  fc.oneof(
    { weight: 9, arbitrary: cell(fc.constant(column)) },
    { weight: 1, arbitrary: cell(value) },
  );
const line = (cells: readonly fc.Arbitrary<string>[]) =>
  fc
    .tuple(
      fc.tuple(...cells).map((texts) => texts.join()),
      end,
    )
    .map((both) => both.join(""));
const values = fc.array(cell(value), { minLength: 3, maxLength: 3 }).map((texts) => texts.join());

/** Mostly valid files, with line ends, blanks, quotes and byte order marks of every kind. */
const file = fc
  .tuple(
    fc.constantFrom("", "", "\ufeff"),
    line(NAMES.map(name)),
    fc.array(
      fc.tuple(values, end).map((both) => both.join("")),
      { maxLength: 3 },
    ),
    fc.constantFrom("", "", "1,1", "1,1,1", "1,1,1", "1,1,1,", "\r", '"', "1,1,1\r"),
  )
  .map(([mark, header, lines, last]) => Buffer.from(mark + header + lines.join("") + last));

/** The same from plain parts only, so that most files are valid. */
const plainFile = fc
  .tuple(
    fc.constantFrom("", "\ufeff"),
    fc.array(fc.constantFrom("", " ", "\t"), { minLength: 3, maxLength: 3 }),
    fc.array(
      fc.array(fc.constantFrom("1", " 1", "1 ", '"1"', "1.0"), { minLength: 3, maxLength: 3 }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    fc.array(fc.constantFrom("\n", "\r\n", "\n\r\n"), { minLength: 5, maxLength: 5 }),
    fc.boolean(),
  )
  .map(([mark, blanks, rows, ends, whole]) => {
    const lines = [NAMES.map((word, i) => blanks[i]! + word), ...rows].map(
      (cells, i, all) => cells.join() + (whole || i < all.length - 1 ? ends[i]! : ""),
    );
    return Buffer.from(mark + lines.join(""));
  });

const check = async (bytes: Uint8Array): Promise<readonly number[] | undefined> => {
  const expected = await trained(bytes);
  expect(readBy("mlflow", bytes, "csv")).toEqual(expected);
  return expected;
};

test("training and the api agree on every CSV", () =>
  fc.assert(
    fc.asyncProperty(file, async (bytes) => void (await check(bytes))),
    { numRuns: 150 },
  ));

test("both accept a file with any line ends, blanks, quotes and byte order mark", () =>
  fc.assert(
    fc.asyncProperty(plainFile, async (bytes) => {
      const read = await check(bytes);
      expect(new Set(read)).toEqual(new Set([1]));
    }),
    { numRuns: 60 },
  ));
