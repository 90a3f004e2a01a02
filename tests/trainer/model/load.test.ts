import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { loadModel } from "@despliega/trainer/model/load.js";

import {
  modelsDirectoryOf,
  SMALL_SQL,
  SMALL_YAML,
  type ModelFiles,
} from "../support/model-folder.js";

const load = async (files: ModelFiles, name = "rain") => {
  const folder = join(await modelsDirectoryOf({ [name]: files }), name);
  return { folder, load: () => loadModel(folder) };
};

/** The message about a folder, without the path to it. */
const problemOf = async (files: ModelFiles, name?: string): Promise<string> => {
  const { folder, load: read } = await load(files, name);
  try {
    read();
  } catch (error) {
    expect(error).toMatchObject({ code: "MODEL_INVALID" });
    return (error as Error).message.replaceAll(`${folder}/`, "").replaceAll(folder, "");
  }
  throw new Error("The model is taken");
};

const changed = (from: string, to: string): ModelFiles => {
  expect(SMALL_YAML.split(from)).toHaveLength(2);
  return { "model.yaml": SMALL_YAML.replace(from, to) };
};

test("a folder with a definition and a statement is a model, which keeps both as they were written", async () => {
  const { folder, load: read } = await load({});
  expect(read()).toMatchObject({
    name: "rain",
    folder,
    yaml: SMALL_YAML,
    sql: SMALL_SQL,
    inputs: [{ dataset: "days.csv", columns: { pressure: { type: "number" } } }],
    estimators: [{ kind: "logistic", ridge: 1 }],
  });
});

test.each([
  ["values: [Y, N]", { values: ["Y", "N"] }],
  ["values: [no, on, 'true']", { values: ["no", "on", "true"] }],
  ['values: ["1", "01"]', { values: ["1", "01"] }],
])("text stays text: %s", async (yaml, column) => {
  const files = changed("pressure: { type: number }", `pressure: { type: text, ${yaml} }`);
  const { load: read } = await load(files);
  expect(read().inputs[0].columns["pressure"]).toEqual({ type: "text", ...column });
});

test.each([
  ["{ type: number, min: -1e3, max: 1e12 }", { type: "number", min: -1000, max: 1e12 }],
  ["{ type: date, min: 2026-01-31 }", { type: "date", min: "2026-01-31" }],
  ['{ type: date, min: "2026-01-31" }', { type: "date", min: "2026-01-31" }],
])("numbers are numbers and days are days: %s", async (yaml, column) => {
  const { load: read } = await load(changed("{ type: number }", yaml));
  expect(read().inputs[0].columns["pressure"]).toEqual(column);
});

describe("a mistake is reported by file, line, column and field, with what to write", () => {
  test.each<[string, string, string, string]>([
    [
      "a typo in a field",
      "ridge: 1",
      "rigde: 1",
      "model.yaml:18:5: estimators[0].ridge is missing: write a number; " +
        "model.yaml:18:23: estimators[0].rigde is no field of this place: write one of kind, ridge, classWeights",
    ],
    [
      "a field that is missing",
      "privacy: open\n",
      "",
      "model.yaml:1:1: privacy is missing: write one of open, sensitive",
    ],
    [
      "an unknown kind of column",
      "pressure: { type: number }",
      "pressure: { type: float }",
      "model.yaml:9:19: inputs[0].columns.pressure.type must be one of integer, number, decimal, date, timestamp, boolean, text",
    ],
    [
      "an unknown estimator",
      "kind: logistic",
      "kind: oracle",
      "model.yaml:18:7: estimators[0].kind must be one of logistic, linear, forest, boosting",
    ],
    [
      "an unknown split",
      "by: chance",
      "by: magic",
      "model.yaml:16:10: split.by must be one of time, chance",
    ],
    [
      "an unknown task",
      "task: classification",
      "task: ranking",
      "model.yaml:3:1: task must be one of classification, regression",
    ],
    [
      "text for a number",
      "ridge: 1",
      "ridge: strong",
      'model.yaml:18:23: estimators[0].ridge must be a number, not the text "strong"',
    ],
    [
      "a number with underscores, which YAML 1.2 takes for text",
      "ridge: 1",
      "ridge: 1_000",
      'model.yaml:18:23: estimators[0].ridge must be a number, not the text "1_000"',
    ],
    [
      "a share of more than all",
      "testShare: 0.25",
      "testShare: 25",
      "model.yaml:16:22: split.testShare must be below 1",
    ],
    [
      "an empty field",
      "task: classification",
      "task:",
      "model.yaml:3:1: task must be one of classification, regression",
    ],
    [
      "an empty list",
      "features:\n",
      "features: []\nothers:\n",
      "model.yaml:12:1: features must have at least one item; model.yaml:13:1: others is no field of this place: write one of question, language, words, task, classes, inputs, columns, features, split, estimators, crossValidation, search, interval, threshold, costs, points, serving, privacy, gates, approvals, monitor, recording, decisions, undecided",
    ],
    [
      "a data set that no container can hold",
      "dataset: days.csv",
      "dataset: Days 2026.csv",
      "model.yaml:5:5: inputs[0].dataset must be a plain file name of lower-case letters, digits, _, - and dots, at most 80 characters",
    ],
    [
      "a day that is none",
      "day: { type: integer, unique: true }",
      "day: { type: date, min: 2026-02-30 }",
      'model.yaml:8:26: inputs[0].columns.day.min must be a day in quotes, such as "2026-01-31"',
    ],
    [
      "a field twice",
      "task: classification",
      "task: classification\ntask: regression",
      "model.yaml:4:1: the field is here for the second time: leave one of them",
    ],
    [
      "a bracket that is not closed",
      "gates: []",
      "gates: [",
      "model.yaml:22:1: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    [
      "an alias of nothing",
      "gates: []",
      "gates: *usual",
      "model.yaml:21:8: there is no &usual before it",
    ],
    ["a tag", "gates: []", "gates: !set []", "model.yaml:21:8: Unresolved tag: !set"],
    [
      "two documents",
      "task: classification",
      "---\ntask: classification",
      "model.yaml:3:1: a second document begins here: leave one of them",
    ],
  ])("%s", async (_, from, to, message) => {
    expect(await problemOf(changed(from, to))).toBe(message);
  });

  test("many mistakes at once, of which five are reported", async () => {
    const files = {
      "model.yaml": SMALL_YAML.replaceAll(/type: \w+/g, "type: x")
        .replace("ridge: 1", "ridge: x")
        .replace("gates: []", "gates: 5"),
    };
    expect(await problemOf(files)).toMatch(/^(?:model\.yaml:\d+:\d+: [^;]+; ){5}and 1 more$/);
  });

  test.each<[string, ModelFiles, string]>([
    [
      "no definition",
      { "model.yaml": undefined },
      "model.yaml is missing: write what the model reads, learns and serves",
    ],
    [
      "no statement",
      { "features.sql": undefined },
      "features.sql is missing: write the statement that returns the features",
    ],
    [
      "an empty statement",
      { "features.sql": "\n" },
      "features.sql is empty: write the statement that returns the features",
    ],
    [
      "a definition of comments",
      { "model.yaml": "# soon\n" },
      "model.yaml:1:1: the file is missing: write a block of fields",
    ],
    [
      "a list",
      { "model.yaml": "- a\n" },
      "model.yaml:1:1: the file must be a block of fields, not a list",
    ],
    [
      "bytes that are no text",
      { "model.yaml": Buffer.from([0xff, 0xfe, 0x41]) },
      "model.yaml is not UTF-8 text: save it as UTF-8",
    ],
    [
      "a NUL character",
      { "features.sql": `${SMALL_SQL}\0` },
      "features.sql holds a NUL character: remove it",
    ],
    [
      "aliases of aliases of aliases",
      {
        "model.yaml": `${["a", "b", "c", "d"].map((name, i) => `${name}: &${name} [${`${i === 0 ? 1 : `*${"abcd"[i - 1]}`}, `.repeat(20)}]\n`).join("")}${SMALL_YAML}`,
      },
      "model.yaml:1:1: the file has too many aliases: write out what they stand for",
    ],
    [
      "a field without a name",
      { "model.yaml": `? [a, b]\n: 1\n${SMALL_YAML}` },
      "model.yaml:1:3: a field has no name that can be used: write text before the colon",
    ],
    [
      "a file too large",
      { "features.sql": "-".repeat(2 ** 20 + 1) },
      "features.sql has more than 1 MiB: make it shorter",
    ],
  ])("%s", async (_, files, message) => {
    expect(await problemOf(files)).toBe(message);
  });

  test("a folder with a name that no model may have", async () => {
    expect(await problemOf({}, "Rain")).toMatch(/^: a model is called by its folder/);
  });
});

describe("the limit of the age of features", () => {
  const withLimit = (fields: string) =>
    changed(
      "serving: { by: row, answer: rain }",
      `serving: { by: key, keys: [{ name: day, type: integer }], answer: rain${fields} }`,
    );

  test.each([
    ["", undefined],
    [", freshness: 36h", { seconds: 129_600, stale: "tell" }],
    [", freshness: 7d, stale: refuse", { seconds: 604_800, stale: "refuse" }],
  ])("is read in hours or days: %j", async (fields, freshness) => {
    const { load: read } = await load(withLimit(fields));
    expect((read().serving as { freshness?: unknown }).freshness).toEqual(freshness);
  });

  test.each([
    [", freshness: 7", "serving.freshness"],
    [", freshness: 0d", "must be a duration such as 7d or 12h"],
    [", stale: refuse", "serving.stale says what becomes of old features"],
  ])("is refused where it says nothing: %j", async (fields, told) => {
    expect(await problemOf(withLimit(fields))).toContain(told);
  });
});
