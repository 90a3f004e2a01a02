import { expect, test } from "@jest/globals";
import { ACCOUNT_CODES, AUTHENTICATION_DETAILS, type Meaning } from "@despliega/storage";

import { readText } from "./files.js";
import { parseMarkdown, tableOf } from "./markdown.js";

const page = parseMarkdown(readText("docs/storage-errors.md"));

const MEANINGS: Readonly<Record<Meaning, string>> = {
  changed: "somebody else wrote first",
  "no blob": "not there",
  "no container": "not there",
  wait: "it passes",
  refused: "refused",
};

test("docs/storage-errors.md has one row for each code that the stores know, as they know it", () => {
  const rows = Object.entries(ACCOUNT_CODES).map(([code, { statuses, means, cure }]) => [
    `\`${code}\``,
    statuses.join(", "),
    MEANINGS[means],
    cure,
  ]);
  expect(tableOf(page, "code of the account")).toEqual(rows);
});

test("docs/storage-errors.md has one row for each text that tells failed authentications apart", () => {
  const rows = AUTHENTICATION_DETAILS.map(({ detail, cure }) => [detail, cure]);
  expect(tableOf(page, "the text holds")).toEqual(rows);
});

test("every cure is one line, and names no secret's value", () => {
  for (const { cure } of Object.values(ACCOUNT_CODES)) {
    expect(cure).not.toMatch(/\n|[.]$/);
    expect(cure.length).toBeLessThan(160);
  }
});
