import { describe, expect, test } from "@jest/globals";
import { loadScorer, logisticJson, rowEncoder } from "@despliega/storage";
import type { FeatureDefinition } from "@despliega/trainer/model/feature.js";
import { describeManifestFeatures } from "@despliega/trainer/learn/describe-features.js";
import { makeGolden, type GoldenTables } from "@despliega/trainer/release/golden.js";

import { makeTable, testEngine } from "../support/engine.js";
import { named } from "../../support/relations.js";
import { scorerBy } from "../../support/scorer.js";

const engine = await testEngine();

const TABLES: GoldenTables = { observations: named("scored"), scored: named("scored") };

const FEATURES: readonly FeatureDefinition[] = [
  { name: "a", type: "integer", description: "a" },
  { name: "b", type: "number", description: "b", missing: "allowed" },
];

const statistics = FEATURES.map(({ name }) => ({
  name,
  missing: 0,
  min: 0,
  max: 10,
  mean: 4.5,
  deviation: 1,
}));

const described = describeManifestFeatures(
  { features: FEATURES, privacy: "open" },
  statistics,
  (mean) => ({ fill: mean }),
);

const scorer = loadScorer(
  { estimator: "logistic", features: described },
  logisticJson([-3, 0.01, 0.5]),
);

const encode = rowEncoder(described);

/** Rows whose scores rise with `a`; every `gap`-th has no `b`. */
const golden = async (count: number, gap: number) => {
  await makeTable(
    engine,
    "scored",
    { observation: "BIGINT", score: "DOUBLE", a: "BIGINT", b: "DOUBLE" },
    Array.from({ length: count }, (_, i) => [i, i / count, i, i % gap === gap - 1 ? null : 1]),
  );
  return goldenOf("open");
};

const goldenOf = async (privacy: "open" | "sensitive") => {
  const model = { features: FEATURES, privacy };
  const fitted = { features: described, statistics };
  return (await makeGolden(engine, TABLES, model, fitted, scorer)).rows;
};

describe("golden rows", () => {
  test("carry what the released model answers", async () => {
    const rows = await golden(100, 10);
    for (const { features, score } of rows) expect(score).toBe(scorer.score(encode(features)));
  });

  test("are spread over the scores, with and without missing values alike", async () => {
    const rows = await golden(1000, 10);
    expect(rows.length).toBe(32);
    const places = (missing: boolean) =>
      rows
        .filter(({ features }) => (features[1] === null) === missing)
        .map((row) => Number(row.features[0]));
    for (const own of [places(true), places(false)]) {
      expect(own.length).toBe(16);
      expect(own).toEqual(own.toSorted((a, b) => a - b));
      expect(own[0]).toBeLessThan(100);
      expect(own.at(-1)).toBeGreaterThanOrEqual(998);
      own.slice(1).forEach((a, i) => expect(a - own[i]!).toBeLessThan(100));
    }
  });

  test("are all rows where there are few", async () => {
    expect((await golden(9, 4)).map(({ features }) => features[0])).toEqual([
      0, 1, 2, 4, 5, 6, 8, 3, 7,
    ]);
  });

  test("are invented for a sensitive model, and within two deviations of the mean", async () => {
    await engine.run("DROP TABLE IF EXISTS scored");
    const rows = await goldenOf("sensitive");
    expect(rows.length).toBe(32);
    expect(new Set(rows.map(({ features }) => JSON.stringify(features))).size).toBe(32);
    for (const { features, score } of rows) {
      expect(score).toBe(scorer.score(encode(features)));
      expect(Number.isInteger(features[0])).toBe(true);
      for (const value of features)
        if (value !== null) expect(Math.abs(Number(value) - 4.5)).toBeLessThan(2.6);
    }
    expect(rows.some(({ features }) => features[1] === null)).toBe(true);
  });

  test("have values as callers write them, invented or not", async () => {
    const features: readonly FeatureDefinition[] = [
      { name: "c", type: "category", description: "c", values: ["x", "y"], missing: "allowed" },
      { name: "d", type: "boolean", description: "d" },
    ];
    const columns = { observation: "BIGINT", score: "DOUBLE", c: "VARCHAR", d: "BIGINT" };
    const rows = Array.from({ length: 9 }, (_, i) => [i, i / 9, i % 3 === 0 ? "" : "y", i % 2]);
    await makeTable(engine, "scored", columns, rows);
    for (const privacy of ["open", "sensitive"] as const) {
      const model = { features, privacy };
      const stated = describeManifestFeatures(model, statistics, (mean) => ({ fill: mean }));
      const second = scorerBy((row) => row[1]!);
      const made = await makeGolden(
        engine,
        TABLES,
        model,
        { features: stated, statistics },
        second,
      );
      for (const { features: row, score } of made.rows) expect(score).toBe(Number(row[1]));
      const values = made.rows.map((row) => row.features);
      expect(new Set(values.map(([c]) => c))).toEqual(
        new Set(privacy === "open" ? [null, "y"] : [null, "x", "y"]),
      );
      expect(new Set(values.map(([, d]) => d))).toEqual(new Set([true, false]));
    }
  });

  test("have no missing values where there are none", async () => {
    const rows = await golden(100, 1000);
    expect(rows.length).toBe(16);
    expect(rows.some(({ features }) => features.includes(null))).toBe(false);
  });
});
