import { describe, expect, test } from "@jest/globals";
import { buildObservations } from "@despliega/trainer/dataset/observations.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { testEngine } from "./support/engine.js";
import { modelOf } from "./support/models.js";
import { named } from "../support/relations.js";

const engine = await testEngine();

const SERVING = { by: "row", answer: "kind" } as const;

/** Builds observations with a label each, given as SQL of their number `i` from 0 on; every tenth has none. */
const build = async (
  label: string,
  { classes, words = {} }: { classes?: readonly string[]; words?: object } = {},
  rows = 20,
) => {
  await engine.run("CREATE OR REPLACE TABLE loans AS SELECT DATE '2026-01-01' AS loan_date");
  const sql = `
    SELECT i AS observation, i AS entity, DATE '2026-01-01' AS observed_at, 1 AS x, 1 AS w,
           CASE WHEN i % 10 < 9 THEN ${label} END AS label
    FROM loans, range(${rows}) AS t(i)`;
  const model = {
    ...modelOf("classification", { sql, serving: SERVING, ...(classes && { classes }) }),
    words: { observations: "days", ...words },
  } as ModelDefinition;
  const built = await buildObservations(engine, model, [named("loans")]);
  const codes = await engine.rows<{ i: number; label: number }>(
    `SELECT observation AS i, label::DOUBLE AS label FROM ${built.labelled.name} ORDER BY i`,
  );
  return { ...built, codes: codes.map((row) => row.label) };
};

const WORDS = { words: { positive: "are wet", negative: "are dry" } };

describe("the classes of labels", () => {
  test.each<[string, string, Parameters<typeof build>[1], readonly string[] | undefined]>([
    ["of text are learned, by code point", "['ﬁ', '😀', 'B'][i % 3 + 1]", {}, ["B", "ﬁ", "😀"]],
    [
      "of text are those declared, in their order",
      "['a', 'b'][i % 2 + 1]",
      { classes: ["b", "a"] },
      ["b", "a"],
    ],
    ["that are true or false are named so", "i % 2 = 1", WORDS, ["false", "true"]],
    ["that are numbers are named as whole ones", "(i % 3 + 1)::DOUBLE", {}, ["1", "2", "3"]],
    ["that are 0 and 1 have no names", "i % 2", {}, undefined],
    [
      "that are 0 and 1 have the names that are declared",
      "i % 2",
      { classes: ["1", "0"] },
      ["1", "0"],
    ],
    ["may be more than there are labels of", "'a'", { classes: ["a", "b"] }, ["a", "b"]],
  ])("%s", async (_, label, model, names) => {
    const { classes, codes, rows } = await build(label, model);
    expect(classes).toEqual(names);
    const texts = await engine.rows<{ text: string }>(
      `SELECT CASE typeof(l) WHEN 'DOUBLE' THEN l::BIGINT::VARCHAR ELSE l::VARCHAR END AS text
       FROM (SELECT i, ${label} AS l FROM range(20) AS t(i)) WHERE i % 10 < 9 ORDER BY i`,
    );
    expect(codes).toEqual(texts.map(({ text }) => (names ?? ["0", "1"]).indexOf(text)));
    expect(rows).toEqual({ labelled: 18, serving: 2 });
  });

  test.each<[string, string, Parameters<typeof build>[1], string, string]>([
    ["of one class", "'dry'", {}, "CLASSES_INVALID", "are all of one class"],
    ["of more than 100 classes", "i", {}, "CLASSES_INVALID", "are of more than 100 classes"],
    ["without a name", "['', 'a'][i % 2 + 1]", {}, "CLASSES_INVALID", "a class without a name"],
    [
      "that are none of those declared",
      "['dry', 'secret'][i % 2 + 1]",
      { classes: ["dry", "wet"] },
      "LABELS_INVALID",
      "80 labels are none of the classes",
    ],
    ["that are no whole numbers", "i / 2", {}, "LABELS_INVALID", "80 labels are no whole numbers"],
    [
      "of three classes where words name two",
      "i % 3",
      WORDS,
      "LABELS_INVALID",
      "60 labels are neither 0 nor 1",
    ],
  ])("%s are refused without their values", async (_, label, model, code, message) => {
    await expect(build(label, model, 200)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    await expect(build(label, model, 200)).rejects.not.toMatchObject({
      message: expect.stringContaining("secret"),
    });
  });
});
