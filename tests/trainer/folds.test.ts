import { describe, expect, test } from "@jest/globals";
import { FOLD, makeFolds } from "@despliega/trainer/dataset/folds.js";

import { makeTable, testEngine } from "./support/engine.js";
import { makeObservations } from "./support/observations.js";
import { named, nameViews } from "../support/relations.js";

const engine = await testEngine();

const fold = async (task: "classification" | "regression", folds = 5) => {
  const folded = await makeFolds(engine, named("labelled"), { task }, folds);
  await nameViews(engine, { folded });
};

interface Fold {
  readonly fold: number;
  readonly entities: number;
  readonly rows: number;
  readonly mean: number;
}

const foldsOf = (): Promise<Fold[]> =>
  engine.rows<Fold>(`
    SELECT ${FOLD} AS fold, count(DISTINCT entity) AS entities, count(*) AS rows, avg(label)::DOUBLE AS mean
    FROM folded GROUP BY ${FOLD} ORDER BY ${FOLD}`);

const meanOf = async (): Promise<number> =>
  (await engine.row<{ mean: number }>("SELECT avg(label)::DOUBLE AS mean FROM labelled")).mean;

describe.each(["classification", "regression"] as const)("folds of a %s", (task) => {
  test("are numbered from 0, about equal in size, and leave no observation out", async () => {
    await makeObservations(engine, { rows: 601, task });
    await fold(task);
    const found = await foldsOf();
    expect(found.map((each) => each.fold)).toEqual([0, 1, 2, 3, 4]);
    for (const { rows } of found) expect(Math.abs(rows - 120.2)).toBeLessThan(2);
    const { lost } = await engine.row(
      "SELECT count(*) AS lost FROM labelled WHERE observation NOT IN (SELECT observation FROM folded)",
    );
    expect(lost).toBe(0);
  });

  test("have labels as all observations have", async () => {
    await makeObservations(engine, { rows: 600, task });
    await fold(task);
    const mean = await meanOf();
    for (const each of await foldsOf()) expect(Math.abs(each.mean / mean - 1)).toBeLessThan(0.03);
  });

  test("keep the observations of an entity together", async () => {
    await makeObservations(engine, { rows: 900, perEntity: 3, task });
    await fold(task);
    const { torn } = await engine.row(`
      SELECT count(*) AS torn
      FROM (SELECT entity FROM folded GROUP BY entity HAVING count(DISTINCT ${FOLD}) > 1)`);
    expect(torn).toBe(0);
    for (const { entities } of await foldsOf()) expect(Math.abs(entities - 60)).toBeLessThan(2);
  });
});

test("folds do not depend on the order of the observations", async () => {
  const places = () => engine.rows(`SELECT observation, ${FOLD} FROM folded ORDER BY observation`);
  await makeObservations(engine);
  await fold("regression");
  const before = await places();
  await engine.run("CREATE OR REPLACE TABLE labelled AS FROM labelled ORDER BY w, x");
  await fold("regression");
  expect(await places()).toEqual(before);
});

test("folds do not depend on the keys of observations, which may be the numbers of rows", async () => {
  const numbered = async (key: string) => {
    await makeObservations(engine, { perEntity: 2 });
    await engine.run(
      `CREATE OR REPLACE TABLE labelled AS SELECT * REPLACE (${key} AS observation) FROM labelled`,
    );
    await fold("regression");
    return engine.rows(`SELECT DISTINCT entity, ${FOLD} FROM folded ORDER BY entity`);
  };
  expect(await numbered("2000 - observation")).toEqual(await numbered("observation"));
});

test.each(["classification", "regression"] as const)(
  "folds of a %s stay nearly as they are when an entity goes",
  async (task) => {
    const folded = async (where: string) => {
      await makeObservations(engine, { rows: 1_000, task });
      await engine.run(`DELETE FROM labelled WHERE ${where}`);
      await fold(task);
      const rows = await engine.rows<{ entity: number; fold: number }>(
        `SELECT entity, ${FOLD} AS fold FROM folded`,
      );
      return new Map(rows.map((row) => [row.entity, row.fold]));
    };
    const before = await folded("false");
    const after = await folded("entity = 17");
    const moved = [...after].filter(([entity, at]) => before.get(entity) !== at);
    expect(after.size).toBe(999);
    // Four borders of each of two classes, or of ten tenths, in which labels move as well.
    expect(moved.length).toBeLessThanOrEqual(task === "classification" ? 8 : 40);
  },
);

describe("observations that are too few for the folds", () => {
  const few = (labels: readonly number[]) =>
    makeTable(
      engine,
      "labelled",
      { observation: "BIGINT", entity: "BIGINT", label: "BIGINT" },
      labels.map((label, i) => [i, i, label]),
    );

  test("are refused where a fold would have none of class 1", async () => {
    await few([1, 1, 1, ...Array.from({ length: 40 }, () => 0)]);
    await expect(fold("classification")).rejects.toMatchObject({
      code: "SPLIT_IMPOSSIBLE",
      message: expect.stringMatching(/^Fold \d of 5 would have \d+ observations, none of class 1/),
    });
  });

  test.each([
    [
      "has no two classes",
      [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2],
      /^Fold \d of 5 would have \d+ observations, none of class /,
    ],
    [
      "has all of a class",
      [...Array.from({ length: 20 }, (_, i) => i % 2), 2],
      /^All folds but fold \d of 5 would have 1\d observations, none of class eel/,
    ],
  ])("are refused where a fold of three classes %s", async (_, labels, message) => {
    await few(labels);
    const classes = ["bird", "cat", "eel"];
    await expect(
      makeFolds(engine, named("labelled"), { task: "classification", classes }, 5),
    ).rejects.toMatchObject({
      code: "SPLIT_IMPOSSIBLE",
      message: expect.stringMatching(message),
    });
  });

  test("of three classes may lack one in a fold", async () => {
    await few(Array.from({ length: 40 }, (_, i) => (i < 3 ? 2 : i % 2)));
    const model = { task: "classification", classes: ["bird", "cat", "eel"] } as const;
    expect(await makeFolds(engine, named("labelled"), model, 5)).toBeDefined();
  });

  test("are refused where a fold would be empty", async () => {
    await few([3, 1, 4]);
    await expect(fold("regression")).rejects.toMatchObject({
      code: "SPLIT_IMPOSSIBLE",
      message: "Fold 1 of 5 would have no observations: give it more history",
    });
  });

  test("are as many as the folds at least", async () => {
    await few([3, 1, 4, 1, 5]);
    await fold("regression");
    expect((await foldsOf()).map(({ rows }) => rows)).toEqual([1, 1, 1, 1, 1]);
  });
});
