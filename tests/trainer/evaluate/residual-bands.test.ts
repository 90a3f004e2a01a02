import { expect, test } from "@jest/globals";
import { residualBands } from "@despliega/trainer/evaluate/residual-bands.js";

import { makeScored, testEngine } from "../support/engine.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

test("a band has the quantiles of its own residuals", async () => {
  // Two groups of 41 answers; residuals 0 to 40 in the lower one, none in the upper.
  await makeScored(
    engine,
    Array.from({ length: 82 }, (_, i) => (i < 41 ? [100 + i, 100] : [200, 200])),
    "DOUBLE",
  );
  expect(await residualBands(engine, named("scored"), 82, "linear")).toEqual([
    { predicted: 100, p5: 2, p25: 10, p50: 20, p75: 30, p95: 38, observations: 41 },
    { predicted: 200, p5: 0, p25: 0, p50: 0, p75: 0, p95: 0, observations: 41 },
  ]);
});

test("residuals of a logarithmic axis are factors of the answer", async () => {
  await makeScored(
    engine,
    Array.from({ length: 5 }, (_, i) => [10 * 2 ** i, 40]),
    "DOUBLE",
  );
  const [band, ...others] = await residualBands(engine, named("scored"), 5, "log");
  expect(others).toEqual([]);
  expect(band).toMatchObject({ p25: 0.5, p50: 1, p75: 2 });
});

test("no band is of so few observations that its ends are single ones", async () => {
  for (const n of [1, 39, 100, 2000, 5000]) {
    await engine.run(
      `CREATE OR REPLACE TABLE many AS SELECT i AS observation, i AS label, i + 1 AS score FROM range(${n}) AS t(i)`,
    );
    const bands = await residualBands(engine, named("many"), n, "linear");
    expect(bands.length).toBeLessThanOrEqual(20);
    expect(bands.reduce((sum, { observations }) => sum + observations, 0)).toBe(n);
    for (const { observations } of bands)
      expect(observations).toBeGreaterThanOrEqual(Math.min(n, 40));
  }
});
