import { join } from "node:path";
import { Writable } from "node:stream";

import { describe, expect, test } from "@jest/globals";
import { memoryBlobStore } from "@despliega/storage";
import { loadModel } from "@despliega/trainer/model/load.js";

import { despliega } from "../support/command-line.js";
import { modelsDirectoryOf, SMALL_SQL, SMALL_YAML } from "../support/model-folder.js";
import { blobsOf, trainOn } from "../support/runs.js";

type Change = readonly [from: string, to: string];

const changed = (text: string, changes: readonly Change[]): string =>
  changes.reduce((before, [from, to]) => {
    expect(before.split(from)).toHaveLength(2);
    return before.replace(from, to);
  }, text);

/** What `train` says of a model with these changes; its input is a file that would fail if it were looked at. */
const messageOf = async (yaml: readonly Change[], sql: readonly Change[] = []): Promise<string> => {
  const directory = await modelsDirectoryOf({
    rain: { "model.yaml": changed(SMALL_YAML, yaml), "features.sql": changed(SMALL_SQL, sql) },
  });
  const store = memoryBlobStore();
  const folder = join(directory, "rain");
  const run = async () => trainOn(store, { model: loadModel(folder), input: "/not/there.csv" });
  const error: unknown = await run().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: "MODEL_INVALID",
  });
  expect(await blobsOf(store)).toEqual([]);
  const { message } = error as Error;
  expect(message).not.toContain("\n");
  return message.replaceAll(`${folder}/`, "");
};

const REGRESSION: readonly Change[] = [
  ["positive: are wet, negative: are dry", "target: rain, unit: mm"],
  ["task: classification", "task: regression"],
  ["kind: logistic, ridge: 1, classWeights: none", "kind: linear, ridge: 1"],
];
const FOREST =
  "kind: forest, trees: 5, minLeaf: 1, maxFeatures: 1, sample: 0.5, bins: 255, classWeights: none, seed: 1";
const forest = (...changes: readonly Change[]): readonly Change[] => [
  ["kind: logistic, ridge: 1, classWeights: none", changed(FOREST, changes)],
];
const BOOSTING =
  "kind: boosting, rounds: 5, learningRate: 0.1, maxLeaves: 4, minLeaf: 1, l2: 1, bins: 255, classWeights: none";
const boosting = (options: string): Change => [
  "kind: logistic, ridge: 1, classWeights: none",
  `${BOOSTING}${options}`,
];
const VALUES: Change = [
  "description: Pressure of the air.",
  "description: Pressure of the air.\n    values: [1, 2]",
];
const more = (lines: string): Change => ["gates: []\n", `gates: []\n${lines}\n`];
const FOLDS = "crossValidation: { folds: 3, metric: roc_auc }";
const search = (vary: string): readonly Change[] => [
  more(
    `${FOLDS}\nsearch:\n  - options: { kind: logistic, ridge: 1, classWeights: none }\n    vary: { ${vary} }`,
  ),
];
const BY_KEY: Change = [
  "serving: { by: row, answer: rain }",
  "serving: { by: key, keys: [{ name: day, type: integer }], answer: rain, paths: { features: /day/:day/sky, prediction: /day/:day/rain } }",
];

const TWO_KEYS: readonly Change[] = [
  [
    "serving: { by: row, answer: rain }",
    "serving: { by: key, keys: [{ name: place, type: text }, { name: day, type: integer }], answer: rain, paths: { features: /place/:place/:day/sky, prediction: /place/:place/:day/rain } }",
  ],
  [
    "columns: { observation: day, entity: place,",
    "columns: { observation: nth, entity: [place, day],",
  ],
];

describe("fields of a definition that do not fit each other are reported before any input is read", () => {
  test.each<[string, readonly Change[], string]>([
    [
      "a regression with logistic",
      [...REGRESSION.slice(0, 2)],
      "model.yaml:18:7: estimators[0].kind logistic is for classes: write linear, forest or boosting",
    ],
    [
      "a classification with linear",
      [REGRESSION[2]!],
      "model.yaml:18:7: estimators[0].kind linear is for numbers: write logistic, forest or boosting",
    ],
    [
      "words of the other task",
      [REGRESSION[0]!],
      "words.target is a word of a regression: write positive and negative",
    ],
    [
      "classes of a regression",
      [...REGRESSION, ["task: regression", "task: regression\nclasses: [a, b]"]],
      "model.yaml:4:1: classes are those of a classification: leave them out",
    ],
    [
      "a single class",
      [["task: classification", "task: classification\nclasses: [wet]"]],
      "model.yaml:4:1: classes are 1, and a classification has from 2 to 100: list every one",
    ],
    [
      "a class twice",
      [["task: classification", "task: classification\nclasses: [1, wet, '1']"]],
      "classes[2] is a class before it: leave one of them",
    ],
    [
      "a class without a name",
      [["task: classification", "task: classification\nclasses: [wet, '']"]],
      "classes[1] ",
    ],
    [
      "words for two of three classes",
      [["task: classification", "task: classification\nclasses: [dry, damp, wet]"]],
      "words.positive is a word for one of two classes, and there are 3: leave it out",
    ],
    [
      "a word for one of two classes only",
      [["positive: are wet, negative: are dry", "positive: are wet"]],
      "words.negative is missing: words for two classes are positive and negative",
    ],
    [
      "a threshold of a regression",
      [...REGRESSION, more("threshold: { value: 0.5 }")],
      "threshold is for a classification: leave it out",
    ],
    [
      "a threshold of three classes",
      [
        ["positive: are wet, negative: are dry", ""],
        ["task: classification", "task: classification\nclasses: [dry, damp, wet]"],
        more("threshold: { policy: best_f1 }"),
      ],
      "threshold is for two classes, and there are 3: write costs, or leave it out",
    ],
    [
      "costs of classes without names",
      [more("costs: { wet: { dry: 5 } }")],
      "costs name classes: write classes, of which there are at least 3",
    ],
    [
      "costs of two classes",
      [
        ["task: classification", "task: classification\nclasses: [dry, wet]"],
        more("costs: { wet: { dry: 5 } }"),
      ],
      "costs are for three classes or more: write threshold: { policy: cost, falseAlarm: 1, miss: 5 }",
    ],
    [
      "costs of an unknown class, and of a right answer",
      [
        ["positive: are wet, negative: are dry", ""],
        ["task: classification", "task: classification\nclasses: [dry, damp, wet]"],
        more("costs: { hail: { dry: 1 }, wet: { fog: 5, wet: 1 } }"),
      ],
      "costs.hail is no class: write one of dry, damp, wet",
    ],
    [
      "balanced classes of a regression",
      [...REGRESSION.slice(0, 2), ...forest(["classWeights: none", "classWeights: balanced"])],
      "estimators[0].classWeights must be none: a regression has no classes",
    ],
    [
      "a logarithm of classes",
      forest(["trees: 5", "target: log, trees: 5"]),
      "estimators[0].target log is for a regression: leave it out",
    ],
    [
      "more features to try than there are",
      forest(["maxFeatures: 1", "maxFeatures: 30"]),
      "estimators[0].maxFeatures 30 is more than the 1 features that there are",
    ],
    [
      "boosting with balanced classes of a regression",
      [...REGRESSION.slice(0, 2), boosting(""), ["classWeights: none", "classWeights: balanced"]],
      "estimators[0].classWeights must be none: a regression has no classes",
    ],
    [
      "boosting of a logarithm of classes",
      [boosting(", target: log")],
      "estimators[0].target log is for a regression: leave it out",
    ],
    [
      "a monotone feature that there is not",
      [boosting(", monotone: { rain: increasing }")],
      "estimators[0].monotone.rain rain is no feature of this model",
    ],
    [
      "a direction that there is not",
      [boosting(", monotone: { pressure: up }")],
      "estimators[0].monotone.pressure must be one of increasing, decreasing",
    ],
    [
      "a categorical feature that there is not",
      [boosting(", categorical: [rain]")],
      "estimators[0].categorical[0] rain is no feature of this model",
    ],
    [
      "a categorical feature without values",
      [boosting(", categorical: [pressure]")],
      "estimators[0].categorical[0] pressure declares no values: list them in its feature",
    ],
    [
      "a categorical feature that is monotone too",
      [boosting(", categorical: [pressure], monotone: { pressure: increasing }"), VALUES],
      "estimators[0].monotone.pressure pressure is categorical, so it has no order to follow",
    ],
    [
      "a direction that three classes have not",
      [
        ["task: classification", "task: classification\nclasses: [dry, damp, wet]"],
        [", positive: are wet, negative: are dry", ""],
        boosting(", monotone: { pressure: increasing }"),
      ],
      "estimators[0].monotone cannot be kept with 3 classes: leave it out",
    ],
    [
      "rows that are all held out",
      [boosting(", earlyStopping: { heldOut: 1, patience: 5 }")],
      "estimators[0].earlyStopping.heldOut must be below 1",
    ],
    [
      "an interval of classes",
      [more(`interval: { level: 0.8 }\n${FOLDS}`)],
      "model.yaml:22:1: interval is for a regression: leave it out",
    ],
    [
      "several estimators and nothing that chooses",
      [["estimators:\n", "estimators:\n  - { kind: logistic, ridge: 9, classWeights: none }\n"]],
      "model.yaml:17:1: estimators are 2, and only crossValidation can choose: write it, or leave one",
    ],
    [
      "a feature twice",
      [["features:\n", "features:\n  - { name: Pressure, type: number, description: Air. }\n"]],
      "model.yaml:14:5: features[1].name pressure is a feature before it: drop one of them",
    ],
    [
      "a feature with a name that features.sql returns anyway",
      [["name: pressure", "name: label"]],
      "features[0].name label is a column that features.sql returns: call the feature otherwise",
    ],
    [
      "a feature called as a column of the released table",
      [["name: pressure", "name: wet"]],
      "features[0].name wet is a name of columns: call the feature otherwise",
    ],
    [
      "points of a model that adds up no log-odds",
      [
        [
          "kind: logistic, ridge: 1, classWeights: none",
          "kind: logistic, ridge: 1, classWeights: balanced",
        ],
        ["gates: []", "gates: []\npoints: { score: 600, odds: 50, doubling: 20 }"],
      ],
      "points are for classes without weights: write classWeights: none",
    ],
    [
      "points of odds that are none",
      [["gates: []", "gates: []\npoints: { score: 600, odds: 0, doubling: 20 }"]],
      "points.odds must be above 0",
    ],
    [
      "a feature called as a field of answers",
      [["name: pressure", "name: version"]],
      "features[0].name version is a field of answers: call the feature otherwise",
    ],
    [
      "a metric that is none",
      [["gates: []", "gates: [{ metric: auc, floor: 0.5, tolerance: 0.1 }]"]],
      "gates[0].metric is auc, which is no metric: write one of roc_auc",
    ],
    [
      "a feature with a blank in its name",
      [["name: pressure", "name: air pressure"]],
      "features[0].name must be a letter, then letters, digits and _, with composed accents (NFC), at most 128 bytes",
    ],
    [
      "an accent that is not composed",
      [["name: pressure", `name: ${"presión".normalize("NFD")}`]],
      "with composed accents (NFC)",
    ],
    [
      "values that are no whole numbers",
      [["type: number\n", "type: integer\n    values: [0, 0.5]\n"]],
      "model.yaml:15:5: features[0].values must be whole numbers, or the type number",
    ],
    [
      "a value twice",
      [["type: number\n", "type: number\n    values: [0, 1, 0]\n"]],
      "features[0].values names a value twice: leave one of them",
    ],
    [
      "bounds that no value fits",
      [["type: number\n", "type: number\n    bounds: { min: 3, max: 2 }\n"]],
      "model.yaml:15:5: features[0].bounds go from 3 to 2: no value fits",
    ],
    [
      "bounds without an end",
      [["type: number\n", "type: number\n    bounds: { clip: true }\n"]],
      "features[0].bounds must have min, max or both",
    ],
    [
      "half a bound of whole numbers",
      [["type: number\n", "type: integer\n    bounds: { max: 0.5 }\n"]],
      "features[0].bounds must be whole numbers, or the type number",
    ],
    [
      "bounds beside values",
      [["type: number\n", "type: number\n    values: [1]\n    bounds: { max: 2 }\n"]],
      "features[0].bounds are for a feature without values: leave one of them",
    ],
    [
      "bounds of a category",
      [["type: number\n", "type: category\n    bounds: { max: 2 }\n"]],
      "features[0].bounds is no field of this place: write one of type, name, description, reason, missing, from, values, unseen",
    ],
    [
      "categories of people that would be learned",
      [
        ["type: number\n", "type: category\n"],
        ["privacy: open", "privacy: sensitive"],
        [
          "serving: { by: row, answer: rain }",
          "serving: { by: row, answer: rain, subject: { name: who, roles: { masked: a, whole: b } } }",
        ],
      ],
      "model.yaml:14:5: features[0].type category would show what single people have: list the categories in values",
    ],
    [
      "a category twice",
      [["type: number\n", "type: category\n    values: [wet, dry, wet]\n"]],
      "features[0].values names a value twice: leave one of them",
    ],
    [
      "a category that is a number",
      [["type: number\n", "type: category\n    values: [1, 2]\n"]],
      "features[0].values[0] must be text, not 1",
    ],
    [
      "more categories than a model tells apart",
      [
        [
          "type: number\n",
          `type: category\n    values: [${[...Array(1001).keys()].map((i) => `c${i}`).join()}]\n`,
        ],
      ],
      "features[0].values must be at most 1000",
    ],
    [
      "a data set twice",
      [
        [
          "inputs:\n",
          "inputs:\n  - { dataset: days.csv, table: other, columns: { a: { type: text } } }\n",
        ],
      ],
      "model.yaml:6:5: inputs[1].dataset days.csv is a data set before it: name another",
    ],
    [
      "a table twice, in another case",
      [
        [
          "inputs:\n",
          "inputs:\n  - { dataset: o.csv, table: Days, columns: { a: { type: text } } }\n",
        ],
      ],
      "inputs[1].table days is a table before it: name another",
    ],
    [
      "a data set in another folder",
      [["dataset: days.csv", "dataset: ../days.csv"]],
      "inputs[0].dataset must be a plain file name of lower-case letters, digits, _, - and dots, at most 80 characters",
    ],
    [
      "two columns that SQL takes for one",
      [["wet: {", "Pressure: { type: number }\n      wet: {"]],
      "model.yaml:10:7: inputs[0].columns.Pressure differs from a column before it in its case only: SQL takes them for one",
    ],
    [
      "a time that is no column",
      [["table: days\n", "table: days\n    time: when\n"]],
      "model.yaml:7:5: inputs[0].time when is no column of this input: write one of them",
    ],
    [
      "a time that is no day",
      [["table: days\n", "table: days\n    time: day\n"]],
      "inputs[0].time day is no day: declare the column with type: date or type: timestamp",
    ],
    [
      "bounds that leave no value",
      [["min: 0, max: 1", "min: 1, max: 0"]],
      "inputs[0].columns.wet.max 0 is below min: no value fits",
    ],
    [
      "one mark for two things",
      [["    columns:", "    input: { thousands: . }\n    columns:"]],
      "model.yaml:7:14: inputs[0].input.thousands is the decimal mark too: write another for one",
    ],
    [
      "a word with two meanings",
      [["    columns:", "    input: { missing: [N], false: [n] }\n    columns:"]],
      "inputs[0].input.false[0] is a word for missing before it: leave one of them",
    ],
    [
      "a mark of a Parquet file",
      [["    columns:", "    input: { format: parquet, delimiter: ; }\n    columns:"]],
      "inputs[0].input.delimiter says nothing about a Parquet file: leave it out",
    ],
    [
      "a mark of a database",
      [
        [
          "    columns:",
          "    source: { database: main, table: days, key: day }\n    input: { decimal: ',' }\n    columns:",
        ],
      ],
      "inputs[0].input.decimal says nothing about the rows of a database: leave it out",
    ],
    [
      "rows of a database without an order",
      [["    columns:", "    source: { database: main, table: days }\n    columns:"]],
      "model.yaml:7:5: inputs[0].source must be { file: PATH }, { database: main, table: TABLE, key: COLUMN } or",
    ],
    [
      "an encoding that nothing reads",
      [["    columns:", "    input: { encoding: cp850 }\n    columns:"]],
      "inputs[0].input.encoding must be one of utf-8, utf-16le, utf-16be, windows-1252, latin-1",
    ],
    [
      "a person in an open model",
      [["wet: {", "name: { type: text, person: name }\n      wet: {"]],
      "inputs[0].columns.name.person makes the model one about people: write privacy: sensitive, or drop the column",
    ],
    [
      "a sensitive model that does not say who may ask",
      [["privacy: open", "privacy: sensitive"]],
      "model.yaml:19:1: serving of a sensitive model needs by: row and a subject, which says who may ask",
    ],
    [
      "features of people for other services",
      [BY_KEY, ["by: key,", "by: key, publish: table,"], ["privacy: open", "privacy: sensitive"]],
      "serving.publish is for open models: features of people stay in their release",
    ],
    [
      "features for others where a caller has them",
      [["by: row,", "by: row, publish: table,"]],
      "serving.publish is no field of this place",
    ],
    [
      "features for others at another place",
      [BY_KEY, ["by: key,", "by: key, publish: redis,"]],
      "serving.publish must be table, or { to: table, train: true }",
    ],
    [
      "two columns of one name in a table for others",
      [
        BY_KEY,
        ["by: key,", "by: key, publish: table,"],
        ["split:", "  - { name: señal, type: number, description: a }\nsplit:"],
        ["split:", "  - { name: se_f1_al, type: number, description: b }\nsplit:"],
      ],
      "serving.publish has se_f1_al and another column by one name: rename one of them",
    ],
    [
      "an answer called as the detail",
      [["answer: rain", "answer: version"]],
      "serving.answer version is a field of every answer: call it otherwise",
    ],
    [
      "an answer with a hyphen",
      [["answer: rain", "answer: will-rain"]],
      "serving.answer must be a letter, then letters, digits and _",
    ],
    [
      "a path without the key",
      [BY_KEY, ["/day/:day/sky", "/day/sky"]],
      "serving.paths.features must hold :day, once each",
    ],
    [
      "a path with the keys in another order",
      [...TWO_KEYS, ["/place/:place/:day/sky", "/place/:day/:place/sky"]],
      "serving.paths.features must hold :place and then :day, once each",
    ],
    [
      "a path that holds a key which comes in a body",
      [BY_KEY, ["by: key,", "by: key, ask: body,"]],
      "serving.paths.features must hold no key, which is in the body",
    ],
    [
      "a path that is none",
      [BY_KEY, ["/day/:day/sky", "/Day"]],
      "serving.paths.features must be a path such as /api/user/:id/prediction",
    ],
    [
      "a key twice",
      [...TWO_KEYS, ["name: day, type: integer", "name: Place, type: text"]],
      "serving.keys[1].name Place is a key before it: drop one of them",
    ],
    [
      "several keys that are not the columns of the entity",
      [...TWO_KEYS, ["entity: [place, day]", "entity: [day, place]"]],
      "columns.entity must be the keys of serving, in their order: [place, day]",
    ],
    [
      "one key for an entity of several columns",
      [BY_KEY, ["entity: place", "entity: [place, town]"]],
      "columns.entity must be one name, as serving has one key",
    ],
    [
      "one column in a list",
      [["entity: place", "entity: [place]"]],
      "columns.entity must have at least 2 items",
    ],
    [
      "a column of the entity that every observation has",
      [["entity: place", "entity: [town, Label]"]],
      "columns.entity[1] Label is a column of every observation: call it otherwise",
    ],
    [
      "an example of another type",
      [BY_KEY, ["answer: rain,", 'answer: rain, example: "7",']],
      "serving.example must be a whole number",
    ],
    [
      "an example without one of the keys",
      [...TWO_KEYS, ["answer: rain,", "answer: rain, example: { place: MAD },"]],
      "serving.example must hold a value for each of place, day, of its type",
    ],
    [
      "a path of the api's own",
      [BY_KEY, ["/day/:day/sky", "/v1/:day"]],
      "serving.paths.features begins with /v1, where the api has urls of its own: begin otherwise",
    ],
    [
      "a path that begins with the key, and hides every other",
      [BY_KEY, ["/day/:day/sky", "/:day/sky"]],
      "serving.paths.features begins with /:day, where the api has urls of its own: begin otherwise",
    ],
    [
      "a path under the api's page",
      [BY_KEY, ["/day/:day/sky", "/docs/:day"]],
      "serving.paths.features begins with /docs, where the api has urls of its own: begin otherwise",
    ],
    [
      "one path for both",
      [BY_KEY, ["/day/:day/sky", "/day/:day/rain"]],
      "serving.paths.prediction is the path of the features too: write another",
    ],
    [
      "one name for two columns of the released table",
      [["entity: place, label: wet", "entity: wet, label: wet"]],
      "columns.label wet is a name of the table twice: call one otherwise",
    ],
    [
      "a search for an option that there is not",
      search("depth: { from: 1, to: 3 }"),
      "search[0].vary.depth is no field of this place: write one of kind, ridge, classWeights",
    ],
    [
      "a search beyond what an option takes",
      search("ridge: { from: -1, to: 3 }"),
      "search[0].vary.ridge must be at least 0",
    ],
    [
      "a search that goes backwards",
      search("ridge: { from: 3, to: 1 }"),
      "search[0].vary.ridge goes from 3 to 1: from must be below to",
    ],
    [
      "a logarithmic search from 0",
      search("ridge: { from: 0, to: 1, logarithmic: true }"),
      "search[0].vary.ridge is logarithmic, so from must be above 0",
    ],
    [
      "a search among values that an option does not take",
      search("classWeights: { oneOf: [none, equal] }"),
      "search[0].vary.classWeights must be one of none, balanced",
    ],
    ["a search of nothing", search(""), "search[0].vary must name an option"],
  ])("%s", async (_, changes, message) => {
    expect(await messageOf(changes)).toContain(message);
  });
});

describe("what features.sql says is held to the definition before anything is read", () => {
  test.each<[string, readonly Change[], string, (readonly Change[])?]>([
    [
      "a typo in a word of SQL",
      [["FROM days", "FORM days"]],
      'features.sql:3:6: syntax error at or near "days"',
    ],
    [
      "a typo in a column",
      [["  pressure\n", "  presure AS pressure\n"]],
      'features.sql:2:3: Referenced column "presure" not found in FROM clause! Candidate bindings: "pressure"',
    ],
    [
      "a place after letters of two bytes",
      [
        ["day AS observation", "'año' || day AS observation"],
        ["day AS entity", "nope AS entity"],
      ],
      'features.sql:1:37: Referenced column "nope" not found in FROM clause!',
    ],
    [
      "an unknown table",
      [["FROM days", "FROM day"]],
      'features.sql:3:6: Table with name day does not exist! Did you mean "days"?',
    ],
    [
      "an unknown function, without the list of all",
      [["  pressure\n", "  sum(today()) AS pressure\n"]],
      "features.sql:2:3: No function matches the given name and argument types 'sum(DATE)'. You might need to add explicit type casts.",
    ],
    [
      "a feature that is true or false",
      [["  pressure\n", "  pressure > 1000 AS pressure\n"]],
      "model.yaml:13:5: features[0].name pressure is returned by features.sql as BOOLEAN, which is no number: write type: boolean in model.yaml",
    ],
    [
      "a feature of text",
      [["  pressure\n", "  pressure::VARCHAR AS pressure\n"]],
      "pressure is returned by features.sql as VARCHAR, which is no number: write type: category in model.yaml, or a number",
    ],
    [
      "a feature of days",
      [["  pressure\n", "  DATE '2026-01-31' AS pressure\n"]],
      "pressure is returned by features.sql as DATE, which is no number: write a number of days or years",
    ],
    [
      "a number where a category is declared",
      [],
      "pressure is returned by features.sql as DOUBLE, which is no text: write (…)::TEXT AS pressure, or another type",
      [["type: number\n    description", "type: category\n    description"]],
    ],
    [
      "a number where a boolean is declared",
      [],
      "pressure is returned by features.sql as DOUBLE, which is no boolean: write a condition, as with (… = 'yes') AS pressure",
      [["type: number\n    description", "type: boolean\n    description"]],
    ],
    [
      "a label that is a day",
      [["wet AS label", "NULL::DATE AS label"]],
      "features.sql returns label as DATE, which is no class: write text, true or false, or a whole number",
    ],
    [
      "a label of text of people",
      [["wet AS label", "wet::VARCHAR AS label"]],
      "features.sql returns label as VARCHAR, and a model about people lists its classes: write classes in model.yaml",
      [
        ["privacy: open", "privacy: sensitive"],
        [
          "serving: { by: row, answer: rain }",
          "serving: { by: row, answer: rain, subject: { name: who, roles: { masked: a, whole: b } } }",
        ],
      ],
    ],
    [
      "a label of text",
      [["wet AS label", "wet::VARCHAR AS label"]],
      "features.sql returns label as VARCHAR, and words do not say which one is positive: write classes in model.yaml, that one last",
    ],
    ["no label", [[", wet AS label", ""]], "features.sql does not return label: add … AS label"],
    [
      "no entity",
      [[" day AS entity,", ""]],
      "features.sql does not return entity: add … AS entity",
    ],
    [
      "no observed_at",
      [[" NULL::DATE AS observed_at,", ""]],
      "features.sql does not return observed_at: add … AS observed_at",
    ],
    [
      "a missing feature",
      [[",\n  pressure", ""]],
      "model.yaml:13:5: features[0].name pressure is not returned by features.sql: add … AS pressure, or drop the feature",
    ],
    [
      "a column in another case",
      [["  pressure\n", "  pressure AS Pressure\n"]],
      "features.sql returns Pressure, which is written pressure in model.yaml: write it alike",
    ],
    [
      "a column twice",
      [["  pressure\n", "  pressure, 1 AS pressure\n"]],
      "features.sql returns the column pressure twice: leave one of them",
    ],
    [
      "a day that is text",
      [["NULL::DATE AS", "'2026-01-31' AS"]],
      "features.sql returns observed_at as VARCHAR, which is no day: write (…)::DATE AS observed_at",
    ],
    [
      "a key of several values",
      [["day AS observation", "[day] AS observation"]],
      "features.sql returns observation as BIGINT[], which is no key: write a number, text or a day",
    ],
    [
      "two statements",
      [["FROM days\n", "FROM days; DROP TABLE days\n"]],
      "features.sql holds 2 statements",
    ],
    [
      "a statement that is no query",
      [[SMALL_SQL, "DROP TABLE days"]],
      "features.sql is no query: write one SELECT statement",
    ],
    [
      "comments only",
      [[SMALL_SQL, "-- soon\n"]],
      "features.sql cannot be read: write one SELECT statement",
    ],
    [
      "a parameter",
      [["  pressure\n", "  $1::DOUBLE AS pressure\n"]],
      "features.sql has a parameter, which nothing fills: write the value",
    ],
    [
      "another file",
      [["FROM days", "FROM days, read_csv('/etc/hostname')"]],
      "features.sql:3:12: calls read_csv(…) in the place of a table: only the tables of the inputs can be read",
    ],
    [
      "another file by its name",
      [["FROM days", "FROM days, '/etc/hostname.csv'"]],
      "features.sql reads or writes a file: only the tables of the inputs can be read",
    ],
    [
      "a description of the tables",
      [[SMALL_SQL, "SUMMARIZE days"]],
      "features.sql describes tables: only their rows can be read",
    ],
  ])("%s", async (_, changes, message, yaml = []) => {
    expect(await messageOf(yaml, changes)).toContain(message);
  });

  test("an entity that nobody can ask for by key", async () => {
    expect(await messageOf([BY_KEY], [["day AS entity", "day::VARCHAR AS entity"]])).toBe(
      "features.sql returns entity as VARCHAR, and keys of requests are whole numbers: write (…)::BIGINT AS entity",
    );
  });

  test.each([
    [
      "a whole number, whose leading zeros are gone",
      "day AS entity",
      "features.sql returns entity as BIGINT, and keys of requests are text: read its column with type: text, which keeps leading zeros",
    ],
    [
      "a number",
      "pressure AS entity",
      "features.sql returns entity as DOUBLE, and keys of requests are text: write (…)::TEXT AS entity",
    ],
  ])("a key of text that is %s", async (_, entity, message) => {
    const text: Change = ["name: day, type: integer", "name: day, type: text"];
    expect(await messageOf([BY_KEY, text], [["day AS entity", entity]])).toBe(message);
  });

  test("a column of the entity that is not returned", async () => {
    expect(await messageOf(TWO_KEYS, [["day AS entity", "'MAD' AS place"]])).toBe(
      "features.sql does not return day: add … AS day",
    );
  });

  test("several mistakes at once", async () => {
    const message = await messageOf(
      [],
      [
        [", wet AS label", ""],
        ["  pressure\n", "  'x' AS pressure\n"],
      ],
    );
    expect(message.split("; ")).toHaveLength(2);
  });

  test("a column that is no feature is not used, and is reported", async () => {
    const sql = changed(SMALL_SQL, [["  pressure\n", "  pressure, wet AS rained\n"]]);
    const directory = await modelsDirectoryOf({ rain: { "features.sql": sql } });
    const model = loadModel(join(directory, "rain"));
    let told = "";
    const progress = new Writable({
      write(chunk, _encoding, done) {
        told += String(chunk);
        done();
      },
    });
    const run = trainOn(memoryBlobStore(), { model, input: "/not/there.csv", progress });
    await expect(run).rejects.toMatchObject({ code: "INPUT_UNREADABLE" });
    expect(told).toContain("features.sql returns what is no feature, and is not used: rained");
  });

  test("a trailing semicolon and comments are none", async () => {
    const directory = await modelsDirectoryOf({
      rain: { "features.sql": `-- Rain.\n${SMALL_SQL.trimEnd()}; -- That is all.` },
    });
    const model = loadModel(join(directory, "rain"));
    await expect(
      trainOn(memoryBlobStore(), { model, input: "/not/there.csv" }),
    ).rejects.toMatchObject({ code: "INPUT_UNREADABLE" });
  });
});

test("a process reports a mistake in one line and ends with 1", async () => {
  const DESPLIEGA_MODELS_DIRECTORY = await modelsDirectoryOf({
    rain: { "features.sql": SMALL_SQL.replace("FROM", "FORM") },
  });
  const settings = {
    DESPLIEGA_MODELS_DIRECTORY,
    AZURE_STORAGE_CONNECTION_STRING: "UseDevelopmentStorage=true",
  };
  const ended = await despliega(settings, "train", "rain", "--input", "/not/there.csv");
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toBe(
    `MODEL_INVALID: ${DESPLIEGA_MODELS_DIRECTORY}/rain/features.sql:3:6: syntax error at or near "days"\n`,
  );
});
