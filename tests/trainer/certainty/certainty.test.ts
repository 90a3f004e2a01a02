import { describe, expect, test } from "@jest/globals";
import { evaluateClassification } from "@despliega/trainer/evaluate/classification.js";
import { evaluateMulticlass } from "@despliega/trainer/evaluate/multiclass.js";
import { evaluateRegression } from "@despliega/trainer/evaluate/regression.js";
import { drawStream } from "@despliega/trainer/estimators/draw.js";
import { certaintyOf, fewCases } from "@despliega/trainer/learn/certainty/certainty.js";
import { measuredNumbers } from "@despliega/trainer/learn/certainty/numbers.js";
import { resample } from "@despliega/trainer/learn/certainty/resample.js";
import { readScored, type ScoredRows } from "@despliega/trainer/learn/certainty/scored-rows.js";
import { measuredSeveralClasses } from "@despliega/trainer/learn/certainty/several-classes.js";
import { shareInterval } from "@despliega/trainer/learn/certainty/share-interval.js";
import { measuredTwoClasses } from "@despliega/trainer/learn/certainty/two-classes.js";

import { named } from "../../support/relations.js";
import { testEngine } from "../support/engine.js";

const engine = await testEngine();
const THRESHOLD = { value: 0.5, policy: "" };

// Scores with ties, entities with several observations, and one observation without an entity.
await engine.run(`
  CREATE TABLE test AS
  SELECT i AS observation, CASE WHEN i > 0 THEN i // 3 END AS entity, i % 5 = 0 OR i % 7 = 0 AS yes FROM range(400) AS t(i)`);
await engine.run(`
  CREATE TABLE classes AS
  SELECT observation, yes::INTEGER AS label, round((sin(observation) + 1.2) / 3 + yes::INTEGER * 0.2, 2) AS score FROM test`);
await engine.run(`
  CREATE TABLE amounts AS
  SELECT observation, exp(sin(observation)) * 100 AS label, exp(sin(observation) + cos(observation) / 3) * 100 AS score FROM test`);
await engine.run(`
  CREATE TABLE several AS
  SELECT *, CASE greatest(p0, p1, p2) WHEN p0 THEN 0 WHEN p1 THEN 1 ELSE 2 END AS answer
  FROM (SELECT observation, observation % 3 AS label, 0 AS score, a / (a + b + c) AS p0, b / (a + b + c) AS p1, c / (a + b + c) AS p2
        FROM (SELECT observation, 1.5 + sin(observation) + (observation % 3 = 0)::INTEGER AS a, 1.6 + sin(2 * observation) AS b,
                     1.4 + sin(3 * observation) + (observation % 3 = 2)::INTEGER AS c FROM test))`);

const read = (name: string, columns: readonly string[]): Promise<ScoredRows> =>
  readScored(engine, named(name), named("test"), { columns, observations: 400 });

describe("rows that count once each are measured as the evaluation measures them", () => {
  const once = ({ count }: ScoredRows) => new Uint32Array(count).fill(1);
  const expectSame = (found: object, metrics: Readonly<Record<string, number>>) => {
    expect(Object.keys(found).toSorted()).toEqual(Object.keys(metrics).toSorted());
    for (const [metric, value] of Object.entries(found))
      expect(value).toBeCloseTo(metrics[metric]!, 9);
  };

  test("of two classes", async () => {
    const evaluation = await evaluateClassification(engine, named("classes"), 400, THRESHOLD);
    const rows = await read("classes", ["score"]);
    const { calibration_slope: _s, calibration_intercept: _i, ...others } = evaluation.metrics;
    expectSame((await measuredTwoClasses(rows, evaluation)).measure(once(rows)), others);
  });

  test("of several", async () => {
    const evaluation = await evaluateMulticlass(engine, named("several"), 400, {
      classes: ["a", "b", "c"],
    });
    const rows = await read("several", ["p0", "p1", "p2", "answer"]);
    expectSame(measuredSeveralClasses(rows, evaluation).measure(once(rows)), evaluation.metrics);
  });

  test("of a number, on both scales", async () => {
    const scale = { of: "log", smearing: 1.1 } as const;
    const evaluation = await evaluateRegression(engine, named("amounts"), 400, { scale });
    const rows = await read("amounts", ["score"]);
    expectSame(measuredNumbers(rows, evaluation, scale).measure(once(rows)), evaluation.metrics);
  });
});

test("an interval holds its metric, and every run gives the same one", async () => {
  const evaluation = await evaluateClassification(engine, named("classes"), 400, THRESHOLD);
  const certainty = async () => {
    const rows = await read("classes", ["score"]);
    return certaintyOf(evaluation.metrics, 400, rows, await measuredTwoClasses(rows, evaluation));
  };
  const { intervals } = await certainty();
  expect(Object.keys(intervals.metrics)).toEqual(Object.keys(evaluation.metrics));
  for (const [metric, [low, high]] of Object.entries(intervals.metrics)) {
    expect(low).toBeLessThan(high);
    expect(evaluation.metrics[metric]).toBeGreaterThan(low);
    expect(evaluation.metrics[metric]).toBeLessThan(high);
  }
  expect((await certainty()).intervals).toEqual(intervals);
});

/** Rows of entities that are alike: each entity has five observations with nearly one score and one label. */
const simulated = (stream: number, entities: number): ScoredRows => {
  const draw = drawStream(7, stream);
  const uniform = () => (draw(1e6) + 0.5) / 1e6;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const rows = Array.from({ length: entities }, (_, entity) => {
    const label = Number(uniform() < 0.3);
    const score = normal() + label;
    return Array.from({ length: 5 }, () => ({ label, entity, score: score + normal() / 10 }));
  }).flat();
  return {
    labels: Float64Array.from(rows, ({ label }) => label),
    scores: [Float64Array.from(rows, ({ score }) => score)],
    entities: Uint32Array.from(rows, ({ entity }) => entity),
    count: entities,
  };
};

test("about 95 of 100 intervals hold the truth, though observations of an entity are alike", async () => {
  // Of two normal distributions, a deviation apart.
  const truth = 0.7602;
  const held: boolean[] = [];
  for (let stream = 0; stream < 100; stream++) {
    const rows = simulated(stream, 80);
    const positives = rows.labels.reduce((sum, label) => sum + label, 0);
    const confusion = { tp: 0, fp: 0, tn: 400 - positives, fn: positives };
    const evaluation = {
      observations: 400,
      positives,
      metrics: {},
      confusion,
      threshold: THRESHOLD,
    };
    const measured = await measuredTwoClasses(rows, evaluation);
    const once = measured.measure(new Uint32Array(80).fill(1));
    const [low, high] = certaintyOf(once, 400, rows, measured).intervals.metrics["roc_auc"]!;
    held.push(low <= truth && truth <= high);
  }
  const share = held.filter(Boolean).length;
  expect(share).toBeGreaterThanOrEqual(89);
  expect(share).toBeLessThanOrEqual(99);
});

test("a metric that differs between draws in rounding only does not spread", () => {
  const values: number[] = [];
  const found = resample(50, (drawn) => {
    const mean = drawn.reduce((sum, times) => sum + times * 0.1, 0) / 50;
    values.push(mean);
    return { mean };
  });
  expect(new Set(values).size).toBeGreaterThan(1);
  expect(found.get("mean")).toEqual({ bias: 0, deviation: 0 });
});

describe("the interval of a share", () => {
  const rows = (entities: number, each: number): ScoredRows => ({
    labels: new Float64Array(),
    scores: [],
    entities: Uint32Array.from({ length: entities * each }, (_, i) => Math.floor(i / each)),
    count: entities,
  });

  test("is Wilson's where every row is an entity", () => {
    const [low, high] = shareInterval(
      rows(100, 1),
      () => true,
      (row) => row % 10 === 0,
    )!;
    expect(low).toBeCloseTo(0.0552, 3);
    expect(high).toBeCloseTo(0.1744, 3);
  });

  test("is that of the entities where their rows are all alike", () => {
    const one = shareInterval(
      rows(100, 1),
      () => true,
      (row) => row % 10 === 0,
    )!;
    const five = shareInterval(
      rows(100, 5),
      () => true,
      (row) => Math.floor(row / 5) % 10 === 0,
    )!;
    for (const end of [0, 1] as const) expect(five[end]).toBeCloseTo(one[end], 2);
  });

  test("has room below all of few", () => {
    const [low, high] = shareInterval(
      rows(4, 1),
      () => true,
      () => true,
    )!;
    expect(low).toBeCloseTo(0.51, 2);
    expect(high).toBe(1);
  });

  test("is none of nothing", () => {
    expect(
      shareInterval(
        rows(4, 1),
        () => false,
        () => true,
      ),
    ).toBeUndefined();
  });
});

test("few cases are named with how many there are", () => {
  expect(fewCases({ cases: { recall: 49, precision: 4, accuracy: 50 } })).toEqual([
    ["recall", 49],
    ["precision", 4],
  ]);
});
