import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { generate } from "./generator.js";

const folder = mkdtempSync(join(tmpdir(), "generate-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("--out writes to the file what - writes to standard output", async () => {
  const file = join(folder, "loans.csv");
  expect(await generate("--users", "30", "--out", file)).toBe("");
  expect(readFileSync(file, "utf8")).toBe(await generate("--users", "30", "--out", "-"));
});

test("the first model is meant where none is named", async () => {
  const options = ["--users", "30", "--out", "-"];
  expect(await generate(...options)).toBe(await generate("riesgo", ...options));
});

test("--help names every option", async () => {
  const help = await generate("--help");
  for (const option of ["--users", "--seed", "--out", "--include"]) expect(help).toContain(option);
});

const truncated = join(folder, "truncated.csv");

const mistakes: readonly (readonly [name: string, args: readonly string[], message: RegExp])[] = [
  ["no number of users", ["--out", "-"], /^--users is missing/],
  ["no users", ["--users", "0", "--out", "-"], /^--users must be a whole number from 1/],
  ["a number with an exponent", ["--users", "1e3", "--out", "-"], /^--users must be/],
  ["a seed beyond 32 bits", ["--users", "1", "--seed", "4294967296", "--out", "-"], /^--seed must/],
  ["no output", ["--users", "1"], /^--out is missing/],
  [
    "a folder as output",
    ["--users", "1", "--out", folder],
    /^--out .* cannot be written \(EISDIR\)/,
  ],
  ["an unknown option", ["--user", "1"], /^unknown option '--user'/],
  ["an unknown model", ["loans", "--users", "1"], /^loans is not a model: name one of riesgo/],
  ["two models", ["riesgo", "riesgo", "--users", "1"], /^riesgo riesgo is not a model/],
  [
    "an included file that does not exist",
    ["--users", "1", "--out", "-", "--include", join(folder, "absent.csv")],
    /^--include .*absent\.csv cannot be read/,
  ],
  [
    "an included file with a broken row",
    ["--users", "1", "--out", "-", "--include", truncated],
    /^--include .*truncated\.csv line 3 is not a row of 24 plain columns/,
  ],
];

test.each(mistakes)(
  "%s is refused with one line that says what to do",
  async (_, args, message) => {
    const text = await generate("--users", "1", "--out", "-");
    writeFileSync(truncated, `${text.split("\n").slice(0, 2).join("\n")}\n7,5008806,F\n`);
    await expect(generate(...args)).rejects.toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(new RegExp(`${message.source}.*\n$`)),
    });
  },
);
