import { answerFolder, readAnswerLine, type AnswerLine } from "@despliega/storage";
import { expect, test } from "@jest/globals";

const ANSWER: AnswerLine = {
  id: "0190-1",
  at: "2026-01-31T23:59:59.999Z",
  version: "20260131T235959Z-0123abcd",
  features: [1.5, "Soltero", null, "-Infinity"],
  scores: [0.25],
  answer: 0,
};
const COUNTS: AnswerLine = {
  at: "2026-01-31T23:59:59.999Z",
  counts: { answers: 3, recorded: 2, dropped: 0, refused: { KEY_UNKNOWN: 1 } },
};

test.each([ANSWER, COUNTS, { ...ANSWER, challengeOf: "0189-7" }])("a line is read back", (line) => {
  expect(readAnswerLine(JSON.stringify(line))).toEqual(line);
});

test.each([
  ["torn", JSON.stringify(ANSWER).slice(0, -1)],
  ["empty", ""],
  ["of something else", "{}"],
  ["with a negative count", JSON.stringify(COUNTS).replace("3", "-3")],
])("a line that is %s is none", (_, text) => {
  expect(readAnswerLine(text)).toBeUndefined();
});

test("a day's folder follows the clock of the world, not that of the place", () => {
  expect(answerFolder("riesgo", new Date("2026-01-31T23:30:00-05:00"))).toBe(
    "predictions/riesgo/2026-02-01/",
  );
});
