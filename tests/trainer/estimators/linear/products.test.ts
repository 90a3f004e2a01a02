import { expect, test } from "@jest/globals";
import { sumProducts } from "@despliega/trainer/estimators/linear/products.js";

import { named } from "../../../support/relations.js";
import { testEngine } from "../../support/engine.js";

const engine = await testEngine();

test("products of many columns, summed in the process, are bit by bit those that the engine sums of few", async () => {
  const names = Array.from({ length: 45 }, (_, i) => `v${i}`);
  const values = names.map(
    (name, i) => `((hash(i, ${i}) % 1000)::DOUBLE - 300) / 7e${i % 5} AS ${name}`,
  );
  await engine.run(`CREATE TABLE wide AS SELECT ${values.join()} FROM range(5001) AS t(i)`);
  const factors = names.map((sql, i) => ({ sql, bound: 100 / 10 ** (i % 5) }));
  const all = await sumProducts(engine, named("wide"), factors, 5_001);
  expect(all).toHaveLength(45);
  for (const start of [0, 15, 30]) {
    const some = await sumProducts(engine, named("wide"), factors.slice(start, start + 15), 5_001);
    expect(all.slice(start, start + 15).map((row) => row.slice(start, start + 15))).toEqual(some);
  }
  expect(all[3]![44]).toBe(all[44]![3]);
});
