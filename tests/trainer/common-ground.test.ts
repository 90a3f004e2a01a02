import { describe, expect, test } from "@jest/globals";
import { unseenBy } from "@despliega/trainer/dataset/common-ground.js";
import { splitObservations } from "@despliega/trainer/dataset/split.js";

import { testEngine } from "./support/engine.js";
import { makeObservations } from "./support/observations.js";
import { nameViews } from "../support/relations.js";

const engine = await testEngine();

const unseen = (
  candidate: Parameters<typeof unseenBy>[1],
  champion: Parameters<typeof unseenBy>[1],
) => unseenBy(engine.dialect, candidate, champion);

const drawn = (rest: Parameters<typeof unseenBy>[1] = {}) => ({
  test_share: 0.25,
  split_seed: 0,
  drawn_by: "entity",
  ...rest,
});

describe("a champion whose test set was drawn by chance", () => {
  test("did not learn from what it drew itself, whatever share a candidate draws", () => {
    const own = unseen(drawn(), drawn());
    expect(own).toMatch(/entity/);
    expect(unseen(drawn({ test_share: 0.1 }), drawn())).toBe(own);
  });

  test.each([
    ["drew by the keys of observations", drawn(), { test_share: 0.25, split_seed: 0 }],
    ["had another seed", drawn(), drawn({ split_seed: 1 })],
    [
      "knew people under another key",
      drawn({ pseudonym_key: "k2" }),
      drawn({ pseudonym_key: "k1" }),
    ],
    ["did not know who people are", drawn({ pseudonym_key: "k2" }), drawn()],
    ["was tested on its newest days", drawn(), { test_share: 0.2, test_from: "2026-01-01" }],
    ["drew by chance, where the candidate does not", { test_from: "2026-01-01" }, drawn()],
  ])("has no common ground with a candidate when it %s", (_, candidate, champion) => {
    expect(unseen(candidate, champion)).toBeUndefined();
  });

  test("shares with a candidate that tests more what it was tested on itself, and what is new", async () => {
    const split = async (testShare: number, rows: number) => {
      const labelled = await makeObservations(engine, { rows });
      const model = { task: "regression", split: { by: "chance", testShare } } as const;
      const { training, test: on } = await splitObservations(engine, labelled, model);
      await nameViews(engine, { training, test: on });
    };
    await split(0.2, 500);
    await engine.run("CREATE OR REPLACE TABLE learned AS FROM training");
    await split(0.4, 600);
    const where = unseen(drawn({ test_share: 0.4 }), drawn({ test_share: 0.2 }))!;
    expect(
      await engine.row(`
        SELECT count(*) FILTER (observation IN (SELECT observation FROM learned)) AS learned,
               count(*) BETWEEN 90 AND 150 AS enough
        FROM test WHERE ${where}`),
    ).toEqual({ learned: 0, enough: true });
  });
});

describe("a champion that was tested on its newest days", () => {
  const from = (day: string) => ({ test_share: 0.2, test_from: day });

  test.each(["2025-12-31", "2026-01-01", "2026-01-02"])(
    "shares its own days with a candidate whose days begin on %s",
    (day) => {
      expect(unseen(from(day), from("2026-01-01"))).toBe("observed_at >= DATE '2026-01-01'");
    },
  );
});
