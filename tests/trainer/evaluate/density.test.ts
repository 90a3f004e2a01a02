import { expect, test } from "@jest/globals";
import { density } from "@despliega/trainer/evaluate/density.js";
import fc from "fast-check";

import { makeScored, testEngine } from "../support/engine.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

const densityOf = async (
  scored: readonly (readonly [number, number])[],
  axis: "linear" | "log",
) => {
  await makeScored(engine, scored, "DOUBLE");
  return density(engine, named("scored"), axis);
};

test("observations are counted where their answer and their label meet", async () => {
  const { edges, cells } = await densityOf(
    [
      [0, 30],
      [15.5, 2.5],
      [15.9, 2.9],
    ],
    "linear",
  );
  expect(edges).toEqual(Array.from({ length: 31 }, (_, i) => i));
  expect(cells).toEqual([
    { predicted: 2, actual: 15, observations: 2 },
    { predicted: 29, actual: 0, observations: 1 },
  ]);
});

test("bins of a logarithmic axis are equal factors", async () => {
  const { edges } = await densityOf(
    [
      [1, 10],
      [1000, 100],
    ],
    "log",
  );
  for (let i = 1; i < edges.length; i++)
    expect(edges[i]! / edges[i - 1]!).toBeCloseTo(10 ** 0.1, 9);
});

test("an outlier does not stretch the grid, and is counted in its outermost bin", async () => {
  const scored = Array.from({ length: 1000 }, (_, i) => [i % 100, i % 90] as const);
  const { edges, cells } = await densityOf([...scored, [1e9, 50]], "linear");
  expect(edges.at(-1)).toBeLessThan(100);
  expect(cells.filter(({ predicted, actual }) => predicted === 15 && actual === 29).length).toBe(1);
});

test("every observation is in one cell of the grid", async () => {
  const amount = fc.double({ min: 1e-3, max: 1e9, noNaN: true });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(amount, amount), { minLength: 1, maxLength: 40 }),
      fc.constantFrom("linear" as const, "log" as const),
      async (scored, axis) => {
        const { cells } = await densityOf(scored, axis);
        const total = cells.reduce((sum, { observations }) => sum + observations, 0);
        expect(total).toBe(scored.length);
        for (const { predicted, actual } of cells)
          expect(Math.min(predicted, actual) >= 0 && Math.max(predicted, actual) < 30).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});
