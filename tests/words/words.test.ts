import { describe, expect, test } from "@jest/globals";

import { readText } from "../repository/files.js";
import { filesBelow } from "../tools/words/files.js";
import { proseOfCode, proseOfMarkdown } from "../tools/words/prose.js";
import { findingsIn } from "../tools/words/rule.js";
import { NAMES, PAGES, rulesOfGlossary, SENTENCES } from "../tools/words/rules.js";

const texts = (prose: string, rules = SENTENCES) =>
  findingsIn(prose, rules).map(({ text }) => text);

test.each([
  "a record of who asked about whose row",
  "483 patients, of whom 126 are ill",
  "ask whoever keeps it",
  "writes a line a request",
  "one a row",
  "draws it anew",
  "the file lies in a folder",
  "the text stands in the log",
])("%s is found", (text) => {
  expect(texts(text)).toHaveLength(1);
});

test.each([
  "the person who asked",
  "one per row",
  "requests a minute, twice a second",
  "3. A release is opened",
  "the value lies between two others",
  "HTTP stands for a protocol",
  "a protocol answers a request",
])("%s is not found", (text) => {
  expect(texts(text)).toEqual([]);
});

test("a sentence of a comment is read from line to line, and its line is told", () => {
  const code = "const a = 1;\n/**\n * A record of who\n * asked about whose row.\n */\n";
  expect(findingsIn(proseOfCode(code), SENTENCES)).toMatchObject([
    { line: 3, text: "who asked about whose" },
  ]);
});

test("code, targets of links and comments of a page are no prose", () => {
  const page = "`anew` [a](anew.md)\n<!-- anew -->\n\n```sh\nanew\n```\n\nanew\n";
  expect(findingsIn(proseOfMarkdown(page), SENTENCES)).toMatchObject([{ line: 8, text: "anew" }]);
});

describe("the glossary", () => {
  const page = readText("docs/glossary.md");

  test("bans its words in back-quotes, and says what to write", () => {
    const rules = rulesOfGlossary(page);
    expect(findingsIn("a Door of the perimeter", rules)).toMatchObject([
      { text: "Door", cure: "protocol" },
      { text: "perimeter", cure: "middleware" },
    ]);
  });

  test("bans no plain word, as that may have another meaning", () => {
    expect(texts("the truth of a line", rulesOfGlossary(page))).toEqual([]);
  });
});

test("names are checked in code, and words of formats on pages", () => {
  expect(texts("interface Asked {}", NAMES)).toEqual(["interface Asked"]);
  expect(texts("the gates of a model", PAGES)).toEqual(["gates"]);
});

test("files are those that people write in English", () => {
  const files = filesBelow("");
  expect(files).toContain("docs/glossary.md");
  expect(files).toContain("docker/api.Dockerfile");
  expect(files.filter((path) => /node_modules|\/dist\/|^docs\/es|^README\.es/.test(path))).toEqual(
    [],
  );
});
