import { expect, test } from "@jest/globals";
import { chooseAxis } from "@despliega/trainer/evaluate/axis.js";
import { evaluateRegression } from "@despliega/trainer/evaluate/regression.js";

import { makeLognormal } from "../support/lognormal.js";
import { makeScored, testEngine } from "../support/engine.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

const axisOf = async (labels: readonly number[]) => {
  await makeScored(
    engine,
    labels.map((label) => [label, 1]),
    "DOUBLE",
  );
  return chooseAxis(engine, named("scored"), undefined);
};

test("labels that are spread evenly are drawn as they are", async () => {
  expect(await axisOf(Array.from({ length: 101 }, (_, i) => 100 + i))).toBe("linear");
});

test("labels with a long upper tail are drawn by their logarithm", async () => {
  expect(await axisOf(Array.from({ length: 101 }, (_, i) => 2 ** (i / 8)))).toBe("log");
});

test("a model on a logarithmic scale is drawn on it", async () => {
  await makeScored(
    engine,
    [
      [1, 1],
      [2, 2],
    ],
    "DOUBLE",
  );
  expect(await chooseAxis(engine, named("scored"), { of: "log", smearing: 1 })).toBe("log");
});

test("numbers that have no logarithm are drawn as they are, however skewed", async () => {
  await makeLognormal(engine, "skewed", 500);
  expect((await evaluateRegression(engine, named("skewed"), 500, {})).axis).toBe("log");
  await engine.run("INSERT INTO skewed VALUES (500, 0, 1)");
  expect((await evaluateRegression(engine, named("skewed"), 501, {})).axis).toBe("linear");
});
