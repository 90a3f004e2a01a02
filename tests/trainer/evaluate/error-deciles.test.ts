import { expect, test } from "@jest/globals";
import { errorDeciles } from "@despliega/trainer/evaluate/error-deciles.js";

import { makeScored, testEngine } from "../support/engine.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

test("each tenth of the answers has its own means and errors", async () => {
  // Pairs of answers 10 i: one label is 1 above, the other 3 below.
  await makeScored(
    engine,
    Array.from({ length: 20 }, (_, i) => {
      const score = 10 * Math.floor(i / 2);
      return [score + (i % 2 === 0 ? 1 : -3), score];
    }),
    "DOUBLE",
  );
  expect(await errorDeciles(engine, named("scored"), 20)).toEqual(
    Array.from({ length: 10 }, (_, i) => ({
      decile: i + 1,
      predicted: 10 * i,
      actual: 10 * i - 1,
      mae: 2,
      bias: 1,
      observations: 2,
    })),
  );
});

test("equal answers are divided by the key of the observations", async () => {
  await makeScored(
    engine,
    Array.from({ length: 10 }, (_, i) => [i, 5]),
    "DOUBLE",
  );
  expect((await errorDeciles(engine, named("scored"), 10)).map(({ actual }) => actual)).toEqual(
    Array.from({ length: 10 }, (_, i) => i),
  );
});
