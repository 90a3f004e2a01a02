import { describe, expect, test } from "@jest/globals";
import { splitObservations, type Side } from "@despliega/trainer/dataset/split.js";

import { makeTable, testEngine } from "./support/engine.js";
import { makeObservations } from "./support/observations.js";
import { named, nameViews } from "../support/relations.js";

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
  const made = await splitObservations(engine, named("labelled"), {
    split: { by: "time", testShare },
    task: "classification",
  });
  return made.split;
};

describe("a split", () => {
  test("tests on the newest days, beginning with the one in which the share begins", async () => {
    const days = Array.from({ length: 10 }, () => [0, 1]);
    expect(await split(days)).toEqual({
      training: { from: "2026-01-01", to: "2026-01-07", observations: 14, classes: [7, 7] },
      test: { from: "2026-01-08", to: "2026-01-10", observations: 6, classes: [3, 3] },
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

describe("three classes by time", () => {
  const three = async (days: readonly (readonly number[])[]) => {
    await makeTable(
      engine,
      "labelled",
      { observed_at: "DATE", label: "BIGINT" },
      days.flatMap((labels, i) =>
        labels.map((label) => [`2026-01-${String(i + 1).padStart(2, "0")}`, label]),
      ),
    );
    const made = await splitObservations(engine, named("labelled"), {
      split: { by: "time", testShare: 0.2 },
      task: "classification",
      classes: ["bird", "cat", "eel"],
    });
    return made.split;
  };

  test("are counted each, and the newest days may lack one", async () => {
    const days = [...Array.from({ length: 9 }, () => [0, 1, 2]), [0, 1], [0, 1]];
    const { training, test: tested } = await three(days);
    expect(training.classes).toEqual([8, 8, 8]);
    expect(tested.classes).toEqual([3, 3, 1]);
  });

  test("are refused where the older days lack one", async () => {
    const days = [...Array.from({ length: 9 }, () => [0, 1]), [0, 1, 2]];
    await expect(three(days)).rejects.toMatchObject({
      code: "SPLIT_IMPOSSIBLE",
      message:
        "The training set would have 16 observations, none of class eel: give it more history",
    });
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

describe("a split by chance", () => {
  const byChance = async (
    task: "classification" | "regression",
    { seed, testShare = 0.2 }: { readonly seed?: number; readonly testShare?: number } = {},
  ) => {
    const {
      split: sides,
      training,
      test: on,
    } = await splitObservations(engine, named("labelled"), {
      task,
      split: { by: "chance", testShare, ...(seed === undefined ? {} : { seed }) },
    });
    await nameViews(engine, { training, test: on });
    return sides;
  };
  const tested = () => engine.rows("SELECT observation FROM test ORDER BY observation");

  test.each([0.2, 0.25, 1 / 3])("tests on about a share of %d", async (testShare) => {
    await makeObservations(engine, { rows: 6_000 });
    const { training, test: on } = await byChance("regression", { testShare });
    expect(Math.abs(on.observations / 6_000 - testShare)).toBeLessThan(0.02);
    expect(training.observations + on.observations).toBe(6_000);
  });

  test("has the classes in about the same shares on both sides", async () => {
    await makeObservations(engine, { rows: 6_000, task: "classification" });
    const { training, test: on } = await byChance("classification");
    const share = ({ classes, observations }: Side) => classes![1]! / observations;
    expect(Math.abs(share(training) - share(on))).toBeLessThan(0.05);
  });

  test("has amounts alike on both sides, and no classes to count", async () => {
    await makeObservations(engine, { rows: 600 });
    const { training } = await byChance("regression");
    expect(training).not.toHaveProperty("classes");
    const mean = async (view: string) =>
      (await engine.row<{ mean: number }>(`SELECT avg(label) AS mean FROM ${view}`)).mean;
    expect((await mean("training")) / (await mean("test"))).toBeCloseTo(1, 1);
  });

  test("has all observations of an entity on one side", async () => {
    await makeObservations(engine, { rows: 900, perEntity: 3 });
    const { test: on } = await byChance("regression");
    const { torn } = await engine.row(
      "SELECT count(*) AS torn FROM test WHERE entity IN (SELECT entity FROM training)",
    );
    expect(torn).toBe(0);
    expect(on.observations % 3).toBe(0);
    expect(Math.abs(on.observations - 180)).toBeLessThan(45);
  });

  test("is the same for the same seed, whatever the order, and another for another", async () => {
    await makeObservations(engine);
    await byChance("regression", { seed: 1 });
    const first = await tested();
    await byChance("regression", { seed: 2 });
    const other = await tested();
    await engine.run("CREATE OR REPLACE TABLE labelled AS FROM labelled ORDER BY w, x");
    await byChance("regression", { seed: 1 });
    expect(await tested()).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test("does not depend on the keys of observations, which may be the numbers of rows", async () => {
    const numbered = async (task: "classification" | "regression", key: string) => {
      await makeObservations(engine, { rows: 900, perEntity: 3, task });
      await engine.run(
        `CREATE OR REPLACE TABLE labelled AS SELECT * REPLACE (${key} AS observation) FROM labelled`,
      );
      await byChance(task);
      return engine.rows("SELECT DISTINCT entity FROM test ORDER BY entity");
    };
    for (const task of ["classification", "regression"] as const)
      expect(await numbered(task, "2000 - observation")).toEqual(
        await numbered(task, "observation"),
      );
  });

  test.each(["classification", "regression"] as const)(
    "of a %s leaves all on their side when there is more to split, or less",
    async (task) => {
      await makeObservations(engine, { rows: 1_030, task });
      await byChance(task, { testShare: 0.25 });
      const before = await tested();
      await makeObservations(engine, { rows: 1_000, task });
      await byChance(task, { testShare: 0.25 });
      const after = await tested();
      expect(after).toEqual(before.filter(({ observation }) => Number(observation) < 1_000));
      expect(after.length).toBeLessThan(before.length);
    },
  );

  test("does not lose an observation that names no entity", async () => {
    await makeObservations(engine);
    await engine.run("UPDATE labelled SET entity = NULL WHERE observation < 50");
    const { training, test: on } = await byChance("regression");
    expect(training.observations + on.observations).toBe(600);
  });

  test.each([
    [2, 1],
    [8, 1],
  ])("of a class of %d entities has some on both sides", async (ones, least) => {
    await makeObservations(engine, { rows: 400, task: "classification" });
    for (let seed = 0; seed < 30; seed++) {
      await engine.run(`UPDATE labelled SET label = (observation < ${ones})::BIGINT`);
      const { training, test: on } = await byChance("classification", { seed, testShare: 0.1 });
      expect(on.classes![1]).toBeGreaterThanOrEqual(least);
      expect(training.classes![1]).toBeGreaterThanOrEqual(least);
    }
  });

  test("takes the seed 0 where it is given none", async () => {
    await makeObservations(engine);
    await byChance("regression");
    const first = await tested();
    await byChance("regression", { seed: 0 });
    expect(await tested()).toEqual(first);
  });

  test("is refused where one side would be empty", async () => {
    await makeObservations(engine, { rows: 1 });
    await expect(byChance("regression")).rejects.toMatchObject({
      code: "SPLIT_IMPOSSIBLE",
      message: "The test set would have no observations: give it more history",
    });
  });

  test("is refused where one side would know one class only", async () => {
    await makeObservations(engine, { rows: 600, task: "classification" });
    await engine.run("UPDATE labelled SET label = (observation = 7)::BIGINT");
    await expect(byChance("classification")).rejects.toMatchObject({ code: "SPLIT_IMPOSSIBLE" });
  });
});
