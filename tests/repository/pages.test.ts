import { describe, expect, test } from "@jest/globals";

import { between, GENERATED, replaceBetween } from "../tools/pages/pages.js";
import { readText } from "./files.js";
import { parseMarkdown } from "./markdown.js";

describe.each(GENERATED)("the table $name in $page", ({ page, name, table }) => {
  test("is the one that `npm run docs` makes of the code", async () => {
    expect(parseMarkdown(between(readText(page), name)).tables).toEqual([await table()]);
  });
});

test("a page without the markers of a table is told", () => {
  const text = "<!-- a:start -->\n\nold\n\n<!-- a:end -->\n";
  expect(replaceBetween(text, "a", "new")).toBe("<!-- a:start -->\n\nnew\n\n<!-- a:end -->\n");
  expect(() => replaceBetween(text, "b", "new")).toThrow("markers of b");
  expect(() => between(text, "b")).toThrow("markers of b");
});
