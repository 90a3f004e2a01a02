import { expect, test } from "@jest/globals";
import { calibration } from "@despliega/trainer/evaluate/calibration.js";
import { wilson } from "@despliega/trainer/evaluate/wilson.js";

import { makeScored, testEngine } from "../support/engine.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

test("every decile of the score compares its mean score with its share of positives", async () => {
  // Twenty scores, 0.025 apart, whose upper half is positive in every second observation.
  await makeScored(
    engine,
    Array.from({ length: 20 }, (_, i) => [i >= 10 && i % 2 === 1 ? 1 : 0, i / 40]),
  );
  const bins = await calibration(engine, named("scored"), 20);
  expect(bins).toEqual(
    Array.from({ length: 10 }, (_, i) => ({
      bin: i + 1,
      predicted: expect.closeTo((4 * i + 1) / 80, 14),
      observed: i < 5 ? 0 : 0.5,
      ...wilson(i < 5 ? 0 : 1, 2),
      observations: 2,
    })),
  );
});

test("deciles of equal scores are cut by the key of the observations", async () => {
  await makeScored(
    engine,
    Array.from({ length: 20 }, (_, i) => [i < 2 ? 1 : 0, 0.5]),
  );
  const bins = await calibration(engine, named("scored"), 20);
  expect(bins.map(({ observed }) => observed)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test("fewer observations than deciles make a bin each", async () => {
  await makeScored(engine, [
    [0, 0.25],
    [1, 0.75],
  ]);
  const bins = await calibration(engine, named("scored"), 2);
  expect(bins.map(({ predicted, observed }) => [predicted, observed])).toEqual([
    [0.25, 0],
    [0.75, 1],
  ]);
});
