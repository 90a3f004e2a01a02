import { Writable } from "node:stream";

import type { CheckResult } from "@despliega/trainer/conform/conform.js";
import { rowText } from "@despliega/trainer/conform/row-text.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { expect, test } from "@jest/globals";

const result: CheckResult = {
  protocol: "v2",
  check: "GET /v2",
  expected: "200",
  got: `200 ${"x".repeat(300)}`,
  verdict: "failed",
};

/** What progress writes of a row to a stream with these properties. */
const written = (properties: object): string => {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  createProgress(Object.assign(stream, properties)).row((terminal) => rowText(result, terminal), {
    ...result,
  });
  return text;
};

test("a row reaches to the end of the terminal's line and no further", () => {
  const text = written({ isTTY: true, columns: 150 });
  expect(text).toMatch(/^✗ v2 +GET \/v2 +200 +200 x+\n$/);
  expect(text.trimEnd()).toHaveLength(150);
});

test("the verdict has a colour where the terminal shows some", () => {
  const text = written({ isTTY: true, hasColors: () => true });
  expect(text.startsWith("\u001b[31m✗\u001b[39m v2 ")).toBe(true);
});

test("elsewhere a row is a line of JSON with everything that came", () => {
  expect(JSON.parse(written({}))).toEqual(result);
});
