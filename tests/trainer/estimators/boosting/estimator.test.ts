import { expect, test } from "@jest/globals";
import { parseBoosting } from "@despliega/storage";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import { fit } from "@despliega/trainer/learn/fit.js";

import { testEngine } from "../../support/engine.js";
import { BOOSTING } from "../../support/estimators.js";
import { named } from "../../../support/relations.js";
import { FEATURES, makeObservations } from "../../support/observations.js";

const engine = await testEngine();

const MODEL = { task: "classification", features: FEATURES, privacy: "open" } as const;

test("of more rows than boosting takes a sample is read", async () => {
  const rows = 2 ** 21 + 1;
  await engine.run(`
    CREATE VIEW many AS
    SELECT i AS observation, i AS entity, i AS x, i AS w, i % 2 AS label FROM range(${rows}) AS t(i)`);
  let read = 0;
  const unread: Engine = {
    ...engine,
    async *stream(sql) {
      ({ read } = await engine.row<{ read: number }>(`SELECT count(*) AS read FROM (${sql})`));
      yield* [];
      throw new Error("rows were read");
    },
  };
  await expect(fit(unread, MODEL, BOOSTING, named("many"))).rejects.toThrow("rows were read");
  expect(read).toBeLessThan(rows);
  expect(read).toBeGreaterThan(0.99 * rows);
});

test("rows are held out by their entity and the seed, in whatever order they come", async () => {
  await makeObservations(engine, { rows: 2_000, perEntity: 4, task: "classification" });
  await engine.run("CREATE VIEW turned AS FROM labelled ORDER BY hash(observation, 9)");
  const learned = async (view: string, seed?: number): Promise<string> => {
    const earlyStopping = { heldOut: 0.25, patience: 3, ...(seed === undefined ? {} : { seed }) };
    const { modelJson } = await fit(engine, MODEL, { ...BOOSTING, earlyStopping }, named(view));
    return JSON.stringify(modelJson);
  };
  const first = await learned("labelled");
  expect(await learned("turned")).toBe(first);
  expect(await learned("labelled", 0)).toBe(first);
  expect(await learned("labelled", 1)).not.toBe(first);
  const { trees, cover } = parseBoosting(JSON.parse(first));
  const rows = cover.subarray(0, (trees[0]! + 1) / 2).reduce((a, b) => a + b);
  // Whole entities of four rows, about a quarter of 500.
  expect(rows % 4).toBe(0);
  expect(rows).toBeGreaterThan(1_350);
  expect(rows).toBeLessThan(1_650);
});

test("all rows are learned from where the only entity would be held out", async () => {
  await makeObservations(engine, { rows: 60, perEntity: 60, task: "classification" });
  const earlyStopping = { heldOut: 0.999999, patience: 3 };
  const { modelJson } = await fit(engine, MODEL, { ...BOOSTING, earlyStopping }, named("labelled"));
  const { trees, cover } = parseBoosting(modelJson);
  expect(cover.subarray(0, (trees[0]! + 1) / 2).reduce((a, b) => a + b)).toBe(60);
});

test("a categorical feature is split by sets of its values, a monotone one by thresholds", async () => {
  await engine.run(`
    CREATE OR REPLACE TABLE labelled AS
    SELECT i AS observation, i AS entity, i % 4 AS kind, i % 7 AS size,
           (i % 4 IN (1, 3) OR i % 7 > 4)::BIGINT AS label FROM range(400) AS t(i)`);
  const features = [
    { name: "kind", type: "integer", description: "", values: [0, 1, 2, 3] },
    { name: "size", type: "integer", description: "" },
  ] as const;
  const options = { ...BOOSTING, categorical: ["kind"], monotone: { size: "increasing" } } as const;
  const { modelJson } = await fit(engine, { ...MODEL, features }, options, named("labelled"));
  const { sets, threshold } = parseBoosting(modelJson);
  expect(sets).toContainEqual([1, 3]);
  expect(threshold).toContain(4.5);
});

test("a direction is refused where the labels turn out to be of three classes", async () => {
  await engine.run(
    "CREATE VIEW three AS SELECT i AS observation, i AS entity, i AS x, i % 3 AS label FROM range(60) AS t(i)",
  );
  const features = [{ name: "x", type: "integer", description: "" }] as const;
  const model = { ...MODEL, features, classes: ["a", "b", "c"] };
  const options = { ...BOOSTING, monotone: { x: "increasing" } } as const;
  await expect(fit(engine, model, options, named("three"))).rejects.toMatchObject({
    code: "MONOTONE_CLASSES",
    message: expect.stringContaining("3 classes"),
  });
});
