import { describe, expect, test } from "@jest/globals";
import { splitObservations } from "@despliega/trainer/split.js";

import { makeTable, testEngine } from "./support/engine.js";

const engine = await testEngine();

/** Labels of each day of January, from the first on. */
const split = async (days: readonly (readonly number[])[], testShare = 0.2) => {
  await makeTable(
    engine,
    "labelled",
    { observed_at: "DATE", label: "BIGINT" },
    days.flatMap((labels, i) =>
      labels.map((label) => [`2026-01-${String(i + 1).padStart(2, "0")}`, label]),
    ),
  );
  await engine.run("DROP VIEW IF EXISTS training; DROP VIEW IF EXISTS test");
  return splitObservations(engine, {
    split: { by: "time", testShare },
    task: "classification",
  });
};

describe("a split", () => {
  test("tests on the newest days, beginning with the one in which the share begins", async () => {
    const days = Array.from({ length: 10 }, () => [0, 1]);
    expect(await split(days)).toEqual({
      training: { from: "2026-01-01", to: "2026-01-07", observations: 14, positives: 7 },
      test: { from: "2026-01-08", to: "2026-01-10", observations: 6, positives: 3 },
    });
  });

  test("never cuts through a day, however much of the observations it has", async () => {
    const { training, test: tested } = await split([
      [0, 1],
      [0, 1],
      [0, 1, 0, 0, 0, 1, 0, 0],
    ]);
    expect(training).toMatchObject({ to: "2026-01-02", observations: 4 });
    expect(tested).toMatchObject({ from: "2026-01-03", observations: 8 });
  });

  test("leaves no observation out", async () => {
    const days = Array.from({ length: 25 }, (_, i) => [0, 1, ...(i % 3 === 0 ? [0, 0] : [])]);
    const { training, test: tested } = await split(days, 0.3);
    expect(training.observations + tested.observations).toBe(days.flat().length);
    expect(tested.observations / days.flat().length).toBeCloseTo(0.3, 1);
  });
});

test.each([
  ["a single day", [[0, 1, 0, 1]], "training"],
  ["nothing but class 0", [[0], [0], [0], [0], [0]], "training"],
  ["class 1 in the oldest days only", [[0, 1], [0, 1], [0], [0], [0]], "test"],
  ["nothing but class 1 in the newest days", [[0, 1], [0, 1], [0, 1], [1], [1, 1]], "test"],
])("%s cannot be split", async (_, days, view) => {
  await expect(split(days)).rejects.toMatchObject({
    code: "SPLIT_IMPOSSIBLE",
    message: expect.stringContaining(`The ${view} set`),
  });
});
