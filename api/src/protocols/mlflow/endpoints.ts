import {
  featuresOfRows,
  keysOfRows,
  subjectOf,
  type Manifest,
  type Release,
  type Value,
} from "@despliega/storage";

import type { ProblemCode } from "../../errors/errors.js";
import type { Endpoints } from "../../openapi/document-part.js";
import {
  DEFAULT_TAG,
  DETAIL,
  FROM_PREDICTION,
  jsonAnswer,
  SERVER_TAG,
  textAnswer,
  type Endpoint,
} from "../../openapi/endpoint.js";
import {
  exampleRow,
  optionalNames,
  rowFields,
  rowSchema,
  shownExamples,
} from "../../openapi/features.js";
import { ASKED, BODY_PROBLEMS, DETAIL_PROBLEMS, keyProblems } from "../../openapi/rows-problems.js";
import { answerSchema } from "../../openapi/prediction.js";
import { ref, rowsOf, schemaOf, type Json } from "../../openapi/schema.js";
import { MAX_ROWS } from "../../serving/signature/limits.js";
import { Split } from "./read.js";

const problemsOf = ({ manifest }: Release): readonly ProblemCode[] => [
  "MODEL_UNKNOWN",
  ...BODY_PROBLEMS,
  ...DETAIL_PROBLEMS,
  ...keyProblems(manifest),
  "BODY_SHAPE_INVALID",
  "FIELD_TWICE",
  "CSV_INVALID",
];

const ready = (path: string, id: string): Endpoint => ({
  method: "get",
  path,
  id,
  tag: SERVER_TAG,
  summary: "Whether models are loaded, for clients of MLflow",
  answer: textAnswer("They are; the body is an empty line."),
  problems: ["NOT_READY"],
});

/** MLflow's scoring protocol in the document of the api. */
export const mlflowEndpoints: Endpoints = {
  server: [
    ready("/ping", "ping"),
    ready("/health", "health"),
    {
      method: "get",
      path: "/version",
      id: "version",
      tag: SERVER_TAG,
      summary: "Version of this api",
      answer: textAnswer("The version."),
      problems: [],
    },
  ],
  model: (release) => [
    {
      ...invocation(release),
      path: `/models/${release.manifest.model}/invocations`,
      id: `${release.manifest.model}.invoke`,
      tag: release.manifest.model,
      problems: problemsOf(release),
    },
  ],
  byDefault: (release) => [
    {
      ...invocation(release),
      path: "/invocations",
      id: "invoke",
      tag: DEFAULT_TAG,
      problems: ["MODEL_UNNAMED", ...problemsOf(release)],
    },
  ],
  // A data frame split into column names and rows.
  schemas: { DataframeSplit: schemaOf(Split) },
  // Columns that the model does not know are left alone.
  modelSchemas: (manifest) => ({
    [`${manifest.model}_record`]: { ...rowSchema(manifest), additionalProperties: {} },
  }),
};

/** A prediction in MLflow's scoring protocol, at each of its urls. */
const invocation = (release: Release) => {
  const { model } = release.manifest;
  const prediction = answerSchema(release.manifest);
  return {
    method: "post",
    summary: "Predictions in MLflow's scoring protocol",
    description: [
      "Exactly one of the four forms; other fields beside it are ignored.",
      ...(keysOfRows(release.manifest).length === 0 ? [] : [ASKED]),
    ].join(" "),
    parameters: [DETAIL],
    body: { "application/json": json(release), "text/csv": csv(release) },
    answer: jsonAnswer(
      "One prediction per row: classes or numbers, or with the detail and about people whole answers.",
      {
        type: "object",
        properties: {
          predictions: {
            type: "array",
            maxItems: MAX_ROWS,
            items: { anyOf: [prediction, ref(`${model}_prediction`)] },
          },
        },
        required: ["predictions"],
      },
      FROM_PREDICTION,
    ),
  } as const;
};

const json = (release: Release): Json => {
  const { manifest } = release;
  const { model } = manifest;
  const features = featuresOfRows(manifest.features);
  const row = exampleRow(release);
  const [names, values] = [Object.keys(row), Object.values(row)];
  const records = rowsOf(ref(`${model}_record`));
  const width = { minItems: features.length, maxItems: features.length };
  const arrays = rowsOf({ type: "array", items: { type: typesOf(manifest) }, ...width });
  const columns = {
    type: "object",
    properties: Object.fromEntries(
      Object.entries(rowFields(manifest)).map(([name, field]) => [name, rowsOf(field as Json)]),
    ),
    required: names.filter((name) => !optionalNames(manifest).includes(name)),
    additionalProperties: {},
  };
  const form = (name: string, schema: Json) => ({
    type: "object",
    properties: { [name]: schema },
    required: [name],
  });
  // A row without names has no place for its subject or its key.
  const isAboutNobody = subjectOf(manifest) === undefined && keysOfRows(manifest).length === 0;
  const tensors = { anyOf: isAboutNobody ? [records, arrays, columns] : [records, columns] };
  return {
    schema: {
      oneOf: [
        form("dataframe_split", ref("DataframeSplit")),
        form("dataframe_records", records),
        form("instances", tensors),
        form("inputs", tensors),
      ],
    },
    ...shownExamples(release, {
      dataframe_split: { value: { dataframe_split: { columns: names, data: [values] } } },
      dataframe_records: { value: { dataframe_records: [row] } },
      instances: { value: { instances: [row] } },
      inputs: {
        value: { inputs: Object.fromEntries(names.map((name, i) => [name, [values[i]]])) },
      },
    }),
  };
};

/** What an element of a row without names may be. */
const typesOf = ({ features }: Manifest): readonly string[] => [
  "number",
  ...(features.some(({ type }) => type === "boolean") ? ["boolean"] : []),
  ...(features.some(({ type }) => type === "category") ? ["string"] : []),
  "null",
];

const csv = (release: Release): Json => {
  const row = exampleRow(release);
  return {
    schema: {
      type: "string",
      description: "A header and a line per row; an empty field and NaN are missing values.",
    },
    ...shownExamples(release, {
      csv: { value: `${Object.keys(row).join()}\n${Object.values(row).map(csvField).join()}\n` },
    }),
  };
};

const csvField = (value: Value | undefined): string => {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
