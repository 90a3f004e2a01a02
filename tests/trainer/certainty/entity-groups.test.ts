import { expect, test } from "@jest/globals";
import type { ObservationColumn } from "@despliega/trainer/estimators/observation-table.js";
import { evaluateClassification } from "@despliega/trainer/evaluate/classification.js";
import { evaluateMulticlass } from "@despliega/trainer/evaluate/multiclass.js";
import { evaluateRegression } from "@despliega/trainer/evaluate/regression.js";
import { formOfEvaluated } from "@despliega/trainer/learn/certainty/assess.js";
import {
  entityGroups,
  isKnownOf,
  knownShare,
} from "@despliega/trainer/learn/certainty/entity-groups.js";
import { readAnswers } from "@despliega/trainer/learn/certainty/read-answers.js";
import type { Evaluated } from "@despliega/trainer/learn/evaluate.js";

import { named } from "../../support/relations.js";
import { testEngine } from "../support/engine.js";

const engine = await testEngine();
const THRESHOLD = { value: 0.5, policy: "" };

// Three observations of each entity, and one without an entity. Training knows every third entity, and a missing one.
await engine.run(`
  CREATE TABLE test AS
  SELECT i AS observation, CASE WHEN i > 0 THEN i // 3 END AS entity, NULL AS observed_at, (i % 5 = 1)::INTEGER AS label
  FROM range(400) AS t(i)`);
await engine.run("CREATE TABLE training AS FROM test WHERE entity % 3 = 0 OR entity IS NULL");
await engine.run("CREATE TABLE nobody AS FROM test WHERE entity IS NULL");
await engine.run(`
  CREATE TABLE two AS SELECT observation, label, round((sin(observation) + 1.2) / 3 + label * 0.2, 2) AS score FROM test`);
await engine.run(`
  CREATE TABLE amounts AS
  SELECT observation, exp(sin(observation)) * 100 AS label, exp(sin(observation) + cos(observation) / 3) * 100 AS score FROM test`);
await engine.run(`
  CREATE TABLE several AS
  SELECT observation, observation % 3 AS label, greatest(a, b, c) / (a + b + c) AS score, a / (a + b + c) AS p0, b / (a + b + c) AS p1,
         c / (a + b + c) AS p2
  FROM (SELECT observation, 1.5 + sin(observation) + (observation % 3 = 0)::INTEGER AS a, 1.6 + sin(2 * observation) AS b,
               1.4 + sin(3 * observation) AS c FROM test)`);

const KNOWN = "entity % 3 = 0";

/** Views of the scored observations of known entities, and of the others. */
const parts = await Promise.all(
  [KNOWN, `NOT coalesce(${KNOWN}, false)`].flatMap((condition, at) =>
    ["two", "amounts", "several"].map(async (name) => {
      await engine.run(`
        CREATE VIEW ${name}${at} AS FROM ${name}
        WHERE observation IN (SELECT observation FROM test WHERE ${condition})`);
      return `${name}${at}`;
    }),
  ),
);

const rowsOf = async (name: string): Promise<number> =>
  (await engine.row<{ n: number }>(`SELECT count(*) AS n FROM ${name}`)).n;

/** What each kind of model makes of a table of scores. */
const EVALUATIONS: Readonly<Record<string, (name: string) => Promise<Evaluated>>> = {
  two: async (name) => {
    const rows = await rowsOf(name);
    const evaluation = await evaluateClassification(engine, named(name), rows, THRESHOLD);
    return { kind: "binary", evaluation, threshold: THRESHOLD };
  },
  several: async (name) => {
    const form = { classes: ["a", "b", "c"] };
    const evaluation = await evaluateMulticlass(engine, named(name), await rowsOf(name), form);
    return { kind: "multiclass", evaluation, costs: undefined };
  },
  amounts: async (name) => {
    const evaluation = await evaluateRegression(engine, named(name), await rowsOf(name), {});
    return { kind: "regression", evaluation, interval: undefined };
  },
};

const groupsOf = async (
  name: string,
  training = "training",
  privacy: "open" | "sensitive" = "open",
  isWhole = true,
) => {
  const evaluated = await EVALUATIONS[name]!(name);
  const sides = {
    training: named<ObservationColumn>(training),
    test: named<ObservationColumn>("test"),
  };
  const wanted = Object.keys(evaluated.evaluation.metrics);
  const rows = await readAnswers(engine, named(name), sides.test, {
    form: formOfEvaluated(evaluated),
    observations: evaluated.evaluation.observations,
    known: isKnownOf(sides.training),
  });
  const given = isWhole ? rows : { ...rows, labels: rows.labels.slice(1) };
  const options = { scale: undefined, privacy, wanted };
  return entityGroups(engine, evaluated, sides, named(name), given, options);
};

test.each(Object.keys(EVALUATIONS))(
  "known and new entities are measured apart: %s",
  async (name) => {
    expect(parts).toHaveLength(6);
    const groups = (await groupsOf(name))!;
    expect(knownShare(groups)).toBe((await rowsOf(`${name}0`)) / 400);
    for (const [at, group] of [groups.known, groups.new].entries()) {
      const { evaluation } = await EVALUATIONS[name]!(`${name}${at}`);
      expect(group.observations).toBe(evaluation.observations);
      expect(Object.keys(group.metrics).toSorted()).toEqual(
        Object.keys(evaluation.metrics).toSorted(),
      );
      for (const [metric, value] of Object.entries(group.metrics)) {
        expect(value).toBeCloseTo(evaluation.metrics[metric]!, 9);
        const [low, high] = group.intervals.metrics[metric]!;
        expect(low).toBeLessThan(value);
        expect(high).toBeGreaterThan(value);
      }
    }
  },
);

test("nothing is told where training knows no entity, nor of fewer than ten people", async () => {
  expect(await groupsOf("two", "nobody")).toBeUndefined();
  await engine.run("CREATE TABLE most AS FROM test WHERE entity > 2");
  expect((await groupsOf("two", "most"))?.new.observations).toBe(9);
  expect(await groupsOf("two", "most", "sensitive")).toBeUndefined();
});

test("a group of one class has the metrics that it can be measured by", async () => {
  await engine.run("CREATE TABLE bad AS FROM test WHERE label = 1");
  const groups = (await groupsOf("two", "bad"))!;
  expect(groups.known.metrics["roc_auc"]).toBeGreaterThan(0.5);
  expect(groups.new.observations).toBe(400 - groups.known.observations);
  expect(groups.new.metrics["log_loss"]).toBeGreaterThan(0);
  expect(groups.new.metrics["roc_auc"]).toBeUndefined();
});

test.each(Object.keys(EVALUATIONS))(
  "a group whose rows are not all in memory is read apart, and is the same: %s",
  async (name) => {
    expect(await groupsOf(name, "training", "open", false)).toEqual(await groupsOf(name));
  },
);
