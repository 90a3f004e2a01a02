import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { format } from "prettier";

import { ROOT } from "../repository/files.js";
import { sections } from "../tools/bench/lib/page.js";
import { readRecord } from "../tools/bench/lib/record.js";
import { PARTS } from "../tools/bench/parts.js";

test("the page shows what its record says, with the date and the machine of each part", async () => {
  const page = readFileSync(join(ROOT, "docs/benchmarks.md"), "utf8");
  const written = await format(sections(PARTS, readRecord()), {
    parser: "markdown",
    printWidth: 100,
  });
  expect(page).toContain(written.trim());
});

test("each part has a name and a title of its own, and every recorded part exists", () => {
  for (const key of ["name", "title"] as const)
    expect(new Set(PARTS.map((part) => part[key])).size).toBe(PARTS.length);
  const names = PARTS.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(readRecord())));
});
