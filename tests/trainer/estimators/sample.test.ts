import { sampleOf } from "@despliega/trainer/estimators/sample.js";
import { expect, test } from "@jest/globals";

import { named } from "../../support/relations.js";
import { testEngine } from "../support/engine.js";

const engine = await testEngine();
await engine.run(`
  CREATE VIEW many AS
  SELECT i AS observation, i AS entity, i * 0.5e0 AS x,
         CASE WHEN i = 7 THEN 2 WHEN i % 20 = 0 THEN 1 ELSE 0 END AS label
  FROM range(200000) AS t(i)`);
const observations = named<"observation" | "entity" | "observed_at" | "label">("many");

const labels = (name: string) =>
  engine.rows<{ label: number; n: number }>(
    `SELECT label, count(*) AS n FROM ${name} GROUP BY label ORDER BY label`,
  );

test("observations that fit are taken as they are", async () => {
  const all = await sampleOf(engine, { observations, task: "classification" }, 200_000);
  expect(all).toEqual({ observations, rows: undefined });
});

test("of more, each class gives its share, and a rare one is not lost", async () => {
  const most = 20_000;
  const found = await sampleOf(engine, { observations, task: "classification" }, most);
  const [zeros, ones, twos] = await labels(found.observations.name);
  expect(found.rows).toBe(zeros!.n + ones!.n + twos!.n);
  expect(found.rows).toBeLessThanOrEqual(most);
  expect(found.rows).toBeGreaterThan(0.99 * most);
  expect(ones!.n / 10_000).toBeGreaterThan(0.098);
  expect(ones!.n / 10_000).toBeLessThan(0.1);
  expect(twos!.n).toBe(1);
  expect(await engine.columnsOf(found.observations)).toEqual(await engine.columnsOf(observations));
});

test("the draw follows from the keys, whatever the order and the number of rows", async () => {
  const drawn = async (name: string) => {
    const { observations: some } = await sampleOf(
      engine,
      { observations: named(name), task: "regression" },
      20_000,
    );
    const { keys } = await engine.row<{ keys: string }>(
      `SELECT md5(string_agg(observation::VARCHAR, ',' ORDER BY observation)) AS keys FROM ${some.name}`,
    );
    return keys;
  };
  await engine.run("CREATE TABLE turned AS SELECT * FROM many ORDER BY observation DESC");
  expect(await drawn("turned")).toBe(await drawn("many"));
});
