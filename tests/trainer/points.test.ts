import { beforeAll, expect, test } from "@jest/globals";
import {
  loadScorer,
  memoryBlobStore,
  pointsLine,
  pointsOf,
  readPart,
  rowEncoder,
  type Points,
} from "@despliega/storage";
import { fit, type FittedModel } from "@despliega/trainer/learn/fit.js";
import { scorecardOf, type Scorecard } from "@despliega/trainer/learn/points.js";
import type { FeatureDefinition } from "@despliega/trainer/model/feature.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import fc from "fast-check";

import { riesgo } from "../support/models.js";
import { named } from "../support/relations.js";
import { testEngine } from "./support/engine.js";
import { LOGISTIC } from "./support/estimators.js";
import { fewLoans } from "./support/few-loans.js";
import { trainOn } from "./support/runs.js";

const engine = await testEngine();

const FEATURES: readonly FeatureDefinition[] = [
  { name: "x", type: "number", description: "A number that may be missing.", missing: "allowed" },
  { name: "size", type: "integer", description: "One of two sizes.", values: [3, 7] },
  { name: "car", type: "boolean", description: "Whether there is a car." },
  {
    name: "mode",
    type: "category",
    description: "A category.",
    values: ["bus", "tram"],
    unseen: "other",
    missing: "allowed",
  },
];

const POINTS: Points = { score: 600, odds: 50, doubling: 20, toward: "negative" };

let fitted: FittedModel;
beforeAll(async () => {
  await engine.run(`
    CREATE TABLE trips AS
    SELECT i AS observation, i AS entity, CASE WHEN i % 9 > 0 THEN hash(i, 1) % 1000 / 7 END AS x,
           CASE WHEN i % 3 > 0 THEN 3 ELSE 7 END AS size, hash(i, 2) % 2 AS car,
           CASE WHEN i % 11 > 0 THEN hash(i, 3) % 3 END AS mode,
           (hash(i, 4) % 100 < 10 + hash(i, 1) % 1000 / 25 + 20 * (hash(i, 2) % 2))::BIGINT AS label
    FROM range(900) AS t(i)`);
  const model = { task: "classification", features: FEATURES, privacy: "open" } as const;
  fitted = await fit(engine, model, LOGISTIC, named("trips"));
});

const hundredths = (points: number): number => Math.round(points * 100) / 100;

const cardOf = (points: Points, privacy: "open" | "sensitive" = "open"): Promise<Scorecard> =>
  scorecardOf(engine, named("trips"), { fitted, points, privacy });

test("the table has each value of a feature, quantiles of a number, and a missing value", async () => {
  const { features } = await cardOf(POINTS);
  const shown = features.map(({ feature, values }) => [feature, values.map(({ value }) => value)]);
  expect(shown.slice(1)).toEqual([
    ["size", [3, 7]],
    ["car", [false, true]],
    ["mode", ["bus", "tram", "other", null]],
  ]);
  const [x] = features;
  expect(x!.values.map(({ quantile }) => quantile)).toEqual([
    0.05,
    0.25,
    0.5,
    0.75,
    0.95,
    undefined,
  ]);
  const [low, , , , high] = x!.values;
  const between = ((high!.value as number) - (low!.value as number)) * x!.perUnit!;
  expect(high!.points - low!.points).toBeCloseTo(between, 9);
});

test("a sensitive model's table has no quantiles, which are values of single people", async () => {
  const { features } = await cardOf(POINTS, "sensitive");
  expect(features[0]).toMatchObject({ feature: "x", values: [{ value: null, points: 0 }] });
});

test.each(["negative", "positive"] as const)(
  "an answer's points toward the %s class are those of its values by the table, but for rounding",
  async (toward) => {
    const points = { ...POINTS, toward };
    const { start, features } = await cardOf(points);
    const scorer = loadScorer(fitted.description, fitted.modelJson);
    const encode = rowEncoder(fitted.features);
    const choices = fc.tuple(...features.map(({ values }) => fc.constantFrom(...values)));
    fc.assert(
      fc.property(choices, (chosen) => {
        const { sum } = scorer.contributions(encode(chosen.map(({ value }) => value ?? null)));
        const table = chosen.reduce(
          (all, each) => all + hundredths(each.points),
          hundredths(start),
        );
        expect(Math.abs(table - pointsOf(points, sum))).toBeLessThanOrEqual(0.5 + 0.005 * 5 + 1e-9);
      }),
    );
  },
);

test("points double the odds as they say, and are rounded to the nearest whole number", () => {
  expect(pointsOf(POINTS, Math.log(1 / 50))).toBe(600);
  expect(pointsOf(POINTS, Math.log(1 / 100))).toBe(620);
  expect(pointsOf({ ...POINTS, toward: "positive" }, Math.log(25))).toBe(580);
  const { atEvenOdds, perLogOdds } = pointsLine(POINTS);
  const sumAt = (wanted: number): number => (wanted - atEvenOdds) / perLogOdds;
  expect([499.49, 499.51].map((wanted) => pointsOf(POINTS, sumAt(wanted)))).toEqual([499, 500]);
});

test("a release states its points, toward the negative class by default, and its report has the table", async () => {
  const { toward, ...points } = POINTS;
  const store = memoryBlobStore();
  const model: ModelDefinition = { ...riesgo, points, gates: [] };
  const { manifest } = await trainOn(store, { model, input: await fewLoans() });
  expect(manifest.points).toEqual({ ...points, toward });
  expect(String(await readPart(store, manifest, "report.html"))).toContain("Points of each value");
});
