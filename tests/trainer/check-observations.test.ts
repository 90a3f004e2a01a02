import { describe, expect, test } from "@jest/globals";
import type { ByKey } from "@despliega/storage";
import { checkObservations } from "@despliega/trainer/dataset/check-observations.js";
import type { NumberFeature } from "@despliega/trainer/model/feature.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { makeTable, testEngine } from "./support/engine.js";
import { modelOf } from "./support/models.js";
import { named } from "../support/relations.js";

const engine = await testEngine();

type Row = readonly [
  observation: number | null,
  entity: number | string | null,
  day: string | null,
  label: number | null,
  x: number | string | null,
];

const row = (changes: Partial<Record<number, Row[number]>>, nth: number): Row =>
  Object.assign([nth, nth, "2026-01-31", nth % 2, 1], changes) as unknown as Row;

/** Checks four good observations and those of the test. */
const check = async (
  rows: readonly Partial<Record<number, Row[number]>>[],
  feature: Partial<NumberFeature> = {},
  rest: Parameters<typeof modelOf>[1] = {},
  task: "classification" | "regression" = "classification",
) => {
  const all = await makeTable(
    engine,
    "observations",
    {
      observation: "BIGINT",
      entity: rest === BY_TEXT ? "VARCHAR" : "BIGINT",
      observed_at: "DATE",
      label: "DOUBLE",
      x: "DOUBLE",
    },
    [{}, {}, {}, {}, ...rows].map(row),
  );
  await engine.run(`
    CREATE OR REPLACE VIEW labelled AS FROM observations WHERE label IS NOT NULL;
    CREATE OR REPLACE VIEW serving AS FROM observations WHERE label IS NULL`);
  const tables = { all, labelled: named("labelled"), serving: named("serving") } as const;
  const features = [{ name: "x", type: "number", description: "One.", ...feature } as const];
  await checkObservations(
    engine,
    modelOf(task, { features, serving: { by: "row", answer: "wet" }, ...rest }),
    tables,
  );
};

const BY_KEY: Pick<ModelDefinition, "serving"> = {
  serving: {
    by: "key",
    keys: [{ name: "id", type: "integer" }],
    paths: { features: "/x/:id/a", prediction: "/x/:id/b" },
    answer: "wet",
  },
};

const BY_TEXT: Pick<ModelDefinition, "serving"> = {
  serving: { ...BY_KEY.serving, keys: [{ name: "id", type: "text" }] } as ByKey,
};

const NUMBER_FIELDS = { observation: 0, entity: 1, day: 2, label: 3, x: 4 } as const;
const { observation, entity, day, label, x } = NUMBER_FIELDS;

test("observations that are what the model says are taken", async () => {
  await check([{ [label]: null }], { type: "integer", values: [0, 1] });
  await check([{ [label]: null, [entity]: 9 }], {}, BY_KEY);
  await check([{ [x]: null }], { missing: "allowed" });
  await check([{ [x]: 9 }, { [x]: 0 }], { bounds: { min: 0, max: 9 } });
  await check([{ [x]: 10 }], { bounds: { min: 0, max: 9, clip: true } });
  await check([{ [label]: 7.5 }], {}, {}, "regression");
});

describe("what breaks the model definition is counted and reported before any fit", () => {
  test.each<[string, Parameters<typeof check>, string, string]>([
    [
      "labels 0, 1 and 2",
      [[{ [label]: 2 }, { [label]: 2 }]],
      "LABELS_INVALID",
      "2 labels are neither 0 nor 1, the two classes that words.positive and words.negative name: " +
        "let features.sql return them, as with (… > 1)::INTEGER AS label, or write the classes in model.yaml",
    ],
    ["half a label", [[{ [label]: 0.5 }]], "LABELS_INVALID", "1 labels are neither 0 nor 1"],
    [
      "an endless label",
      [[{ [label]: "inf" }], {}, {}, "regression"],
      "COLUMN_NOT_FINITE",
      "label is infinite or not a number in 1 observations",
    ],
    [
      "a value that is not declared",
      [[{ [x]: 5 }], { values: [0, 1] }],
      "FEATURE_UNEXPECTED",
      "Feature x is none of its values in 1 observations: add to values in model.yaml, or fix features.sql",
    ],
    [
      "a value that is not declared, to be served",
      [[{ [x]: 5, [label]: null }], { values: [0, 1] }],
      "FEATURE_UNEXPECTED",
      "Feature x is none of its values in 1 observations",
    ],
    [
      "a value below its bounds",
      [[{ [x]: -1 }, { [x]: -2, [label]: null }], { bounds: { min: 0, max: 9 } }],
      "FEATURE_UNEXPECTED",
      "Feature x is below its min 0 in 2 observations: widen its bounds in model.yaml, write clip: true there, or fix features.sql",
    ],
    [
      "a value above its bounds",
      [[{ [x]: 9.5 }], { bounds: { max: 9 } }],
      "FEATURE_UNEXPECTED",
      "Feature x is above its max 9 in 1 observations",
    ],
    [
      "half an integer",
      [[{ [x]: 2.5 }], { type: "integer" }],
      "FEATURE_UNEXPECTED",
      "Feature x is no integer between -2^53 and 2^53 in 1 observations: declare type: number in model.yaml",
    ],
    [
      "an integer that is not exact",
      [[{ [x]: 2 ** 53 }], { type: "integer" }],
      "FEATURE_UNEXPECTED",
      "is no integer",
    ],
    [
      "no number",
      [[{ [x]: "nan" }], { missing: "allowed" }],
      "COLUMN_NOT_FINITE",
      "x is infinite or not a number in 1 observations",
    ],
    [
      "a missing feature",
      [[{ [x]: null }]],
      "FEATURE_INCOMPLETE",
      "Feature x is missing in 1 observations",
    ],
    [
      "a missing key",
      [[{ [observation]: null }]],
      "KEYS_INVALID",
      "observation is missing in 1 observations: let features.sql return one for each, or leave them out",
    ],
    [
      "a missing entity",
      [[{ [entity]: null }, { [entity]: null, [label]: null }]],
      "KEYS_INVALID",
      "entity is missing in 2 observations",
    ],
    [
      "a missing day where days split",
      [[{ [day]: null }], {}, { split: { by: "time", testShare: 0.2 } }],
      "KEYS_INVALID",
      "observed_at is missing in 1 observations",
    ],
    [
      "a key twice",
      [[{ [observation]: 1 }]],
      "KEYS_INVALID",
      "observation repeats an earlier one in 1 observations: let features.sql return another for each",
    ],
    [
      "a key to serve that is longer than one may be",
      [[{ [label]: null, [entity]: "x".repeat(129) }, { [entity]: "y".repeat(129) }], {}, BY_TEXT],
      "KEYS_INVALID",
      "id is not 1 to 128 bytes of UTF-8 without control characters in 1 observations: let features.sql shorten it",
    ],
    [
      "keys to serve that are empty or hold a line break",
      [
        [
          { [label]: null, [entity]: "" },
          { [label]: null, [entity]: "a\nb" },
          { [label]: null, [entity]: "ñ".repeat(64) },
        ],
        {},
        BY_TEXT,
      ],
      "KEYS_INVALID",
      "id is not 1 to 128 bytes of UTF-8 without control characters in 2 observations",
    ],
    [
      "a key to serve that is not exact",
      [[{ [label]: null, [entity]: 2 ** 53 }], {}, BY_KEY],
      "KEYS_INVALID",
      "id is no whole number between -2^53 and 2^53 in 1 observations: declare the key in model.yaml with type: text",
    ],
    [
      "an entity twice among those to serve",
      [
        [
          { [label]: null, [entity]: 9 },
          { [label]: null, [entity]: 9 },
        ],
        {},
        BY_KEY,
      ],
      "KEYS_INVALID",
      "entity repeats an earlier one in 1 observations",
    ],
    [
      "nobody to serve",
      [[], {}, BY_KEY],
      "SERVING_MISSING",
      "riesgo is asked by key, and features.sql returns no observation without a label: add one for each entity, at the cut-off",
    ],
  ])("%s", async (_, given, code, message) => {
    const error: unknown = await check(...given).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
