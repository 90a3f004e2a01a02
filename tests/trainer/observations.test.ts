import { expect, test } from "@jest/globals";
import { buildObservations } from "@despliega/trainer/dataset/observations.js";

import { testEngine } from "./support/engine.js";
import { modelOf } from "./support/models.js";
import { named } from "../support/relations.js";

const engine = await testEngine();

const build = async (x: string, label: string) => {
  await engine.run(
    "CREATE OR REPLACE TABLE loans AS SELECT DATE '2026-01-01' AS loan_date, 0.0::DOUBLE AS nought",
  );
  const sql = `
    SELECT i AS observation, i AS entity, DATE '2026-01-01' AS observed_at, ${x} AS x, 1 AS w, ${label} AS label
    FROM loans, range(3) AS t(i)`;
  const model = modelOf("regression", { sql, serving: { by: "row", answer: "amount" } });
  return buildObservations(engine, model, [named("loans")]);
};

test.each([
  ["a feature", "1 / nought", "1.5", "x", 3],
  ["the feature of one observation", "CASE i WHEN 1 THEN 'nan'::DOUBLE ELSE 1 END", "1.5", "x", 1],
  ["a label", "1", "CASE i WHEN 0 THEN '-inf'::DOUBLE ELSE 1 END", "label", 1],
])("%s that is no finite number is refused by its name", async (_, x, label, name, rows) => {
  await expect(build(x, label)).rejects.toMatchObject({
    code: "COLUMN_NOT_FINITE",
    message: expect.stringContaining(`${name} is infinite or not a number in ${rows} observations`),
  });
});

test("features and labels that are finite are taken", async () => {
  expect(await build("i / nullif(nought + 1, 0)", "i::DECIMAL(9, 2)")).toBeDefined();
});
