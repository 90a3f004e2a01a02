import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { expect, test } from "@jest/globals";
import { PROBLEMS } from "@despliega/api";
import { ACCOUNT_CODES } from "@despliega/storage";
import { SQL_STATES } from "@despliega/trainer/sources/database/sql-states.js";

import { readText, ROOT } from "./files.js";
import { codeWord, parseMarkdown } from "./markdown.js";

const DIST = ["storage/dist", "trainer/dist", "api/dist", "docker/dist"];

/** Compiled files that define errors. */
const catalogues = DIST.flatMap((folder) =>
  readdirSync(ROOT + folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js") && !file.startsWith("bundle"))
    .map((file) => `${ROOT}${folder}/${file}`)
    .filter((file) => /= defineError\(/.test(readFileSync(file, "utf8"))),
);

const codesOf = async (file: string): Promise<string[]> => {
  const exported = Object.values((await import(pathToFileURL(file).href)) as object);
  return exported.flatMap((kind: unknown) =>
    typeof kind === "function" && "code" in kind ? String(kind.code) : [],
  );
};

const rows = parseMarkdown(readText("docs/errors.md")).tables.flatMap((table) => table.slice(1));
const written = rows.map(([code]) => codeWord(code!) ?? "");

test("every error code has one row in docs/errors.md, and no row is of an error that is gone", async () => {
  const codes: string[] = [];
  for (const file of catalogues) codes.push(...(await codesOf(file))); // jest loads one module graph at a time
  expect(codes.length).toBeGreaterThan(30);
  expect(written.toSorted()).toEqual([...codes, ...Object.keys(PROBLEMS)].toSorted());
});

test("the problems of the api are listed with their status", () => {
  const statuses = rows.filter((cells) => cells.length === 4);
  expect(
    Object.fromEntries(statuses.map(([code, status]) => [codeWord(code!), Number(status)])),
  ).toEqual(
    Object.fromEntries(Object.entries(PROBLEMS).map(([code, { status }]) => [code, status])),
  );
});

test("every cure of an error of the storage account or a database is one line without a full stop", () => {
  for (const { cure } of [...Object.values(ACCOUNT_CODES), ...SQL_STATES]) {
    expect(cure).not.toMatch(/\n|[.]$/);
    expect(cure.length).toBeLessThan(160);
  }
});
