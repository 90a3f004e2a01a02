import { describe, expect, test } from "@jest/globals";
import type { ManifestFeature } from "@despliega/storage";
import type { FittedModel } from "@despliega/trainer/learn/fit.js";
import { dependenceOf } from "@despliega/trainer/learn/shapes/dependence.js";
import { shapesOf, type Shaped } from "@despliega/trainer/learn/shapes/shapes.js";

import { named } from "../../support/relations.js";
import { testEngine } from "../support/engine.js";

const engine = await testEngine();
await engine.run(`
  CREATE TABLE people AS
  SELECT i AS observation, i AS entity, NULL AS observed_at, (i % 4 = 0)::INTEGER AS label, i % 10 AS "points",
         CASE WHEN i % 5 > 0 THEN i % 2 END AS "owner", (i % 3)::DOUBLE AS "city"
  FROM range(1000) AS t(i)`);

const feature = (name: string, rest: Partial<ManifestFeature>): ManifestFeature => ({
  name,
  type: "integer",
  description: "",
  missing: "kept",
  mean: 1,
  ...rest,
});
const features = [
  feature("points", {}),
  feature("owner", { type: "boolean" }),
  feature("city", { type: "category", categories: ["Ávila", "Cádiz", "León"], unseen: "refused" }),
];

const look = (change: Partial<Shaped> = {}) =>
  shapesOf(engine, named("people"), {
    task: "classification",
    classes: 2,
    features,
    privacy: "open",
    ...change,
  });

describe("the shape of a feature", () => {
  test("counts each class at each place, and all that is beyond at the ends", async () => {
    const [points] = await look();
    expect(points!.axis).toEqual({
      kind: "numbers",
      scale: "linear",
      edges: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    });
    expect(points!.groups[2]).toEqual({ place: 2, observations: 100, classes: [50, 50] });
    expect(points!.groups[3]).toEqual({ place: 3, observations: 100, classes: [100, 0] });
  });

  test("knows names, and what is missing", async () => {
    const [, owner, city] = await look();
    expect(owner!.groups.map(({ place, observations }) => [place, observations])).toEqual([
      [0, 400],
      [1, 400],
      [null, 200],
    ]);
    expect(city!.axis).toMatchObject({ names: ["Ávila", "Cádiz", "León"] });
    expect(city!.groups.map(({ observations }) => observations)).toEqual([334, 333, 333]);
  });

  test("has the middle half of a number as label", async () => {
    await engine.run(
      "CREATE OR REPLACE VIEW amounts AS SELECT * REPLACE (observation AS label) FROM people",
    );
    const [points] = await shapesOf(engine, named("amounts"), {
      ...{ task: "regression", classes: 2, features, privacy: "open" },
    });
    expect(points!.groups[3]).toEqual({
      place: 3,
      observations: 100,
      label: { p25: 250.5, p50: 498, p75: 745.5 },
    });
  });

  test("does not tell fewer than 10 people of a sensitive model", async () => {
    await engine.run(
      'CREATE OR REPLACE VIEW few AS SELECT * REPLACE ((observation = 0 OR observation < 100 AND "points" = 1)::INTEGER AS label) FROM people',
    );
    const shown = async (privacy: Shaped["privacy"]) =>
      (
        await shapesOf(engine, named("few"), {
          task: "classification",
          classes: 2,
          features,
          privacy,
        })
      )[0]!.groups
        .slice(0, 2)
        .map(({ classes }) => classes);
    expect(await shown("open")).toEqual([
      [99, 1],
      [90, 10],
    ]);
    expect(await shown("sensitive")).toEqual([
      [99, 0],
      [90, 10],
    ]);
  });

  test("is looked at for 24 features at most", async () => {
    const many = Array.from({ length: 30 }, () => features[0]!);
    expect(await look({ features: many })).toHaveLength(24);
  });
});

test("partial dependence is the mean answer with the feature set to each place", async () => {
  // z = 0.3 × points − 2 × owner, where a missing owner counts as 1.
  const logistic = features.slice(0, 2).map((each) => ({ ...each, missing: { fill: 1 } }));
  const fitted = {
    description: { estimator: "logistic", features: logistic },
    features: logistic,
    modelJson: {
      name: "LogisticRegression",
      numberClasses: 2,
      classifiers: [{ weights: [[0, 0.3, -2]] }, { weights: [[0, -0.3, 2]] }],
    },
  } as unknown as FittedModel;
  const [points, owner] = await dependenceOf(
    engine,
    named("people"),
    fitted,
    await look({ features: logistic }),
  );
  const p = (z: number) => 1 / (1 + Math.exp(-z));
  // Every third row: of their owners, 120 of 300 do not own, 180 own or are missing.
  expect(points!.answers[10]![0]).toBeCloseTo(0.4 * p(3) + 0.6 * p(1), 9);
  expect(owner!.answers.map(([mean]) => mean! > 0 && mean! < 1)).toEqual([true, true]);
  expect(owner!.answers[0]![0]).toBeGreaterThan(owner!.answers[1]![0]!);
});
