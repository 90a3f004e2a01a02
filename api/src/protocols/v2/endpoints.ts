import {
  featuresOfRows,
  keysOfRows,
  PSEUDONYM_FIELD,
  subjectOf,
  type Manifest,
  type Release,
} from "@despliega/storage";
import { z } from "zod";

import type { Endpoints } from "../../openapi/document-part.js";
import {
  FROM_PREDICTION,
  FROM_RELEASE,
  jsonAnswer,
  SERVER_TAG,
  type Endpoint,
} from "../../openapi/endpoint.js";
import { exampleRow, exampleValues, shownExamples } from "../../openapi/features.js";
import { answerSchema } from "../../openapi/prediction.js";
import { ASKED, BODY_PROBLEMS, keyProblems } from "../../openapi/rows-problems.js";
import { COUNT, INTEGER_BOUNDS, objectOf, ref, schemaOf, type Json } from "../../openapi/schema.js";
import { MAX_ROWS } from "../../serving/signature/limits.js";
import { inputsAbout, inputsOf, outputsOf, type OutputTensor } from "./names.js";
import { Inference } from "./read.js";
import { Data, NUMBERS, Parameters, Tensor } from "./tensor.js";

const ROWS_PROBLEMS = [
  ...BODY_PROBLEMS,
  "BODY_SHAPE_INVALID",
  "FIELD_TWICE",
  "TENSOR_INVALID",
  "BINARY_HEADER_INVALID",
  "BINARY_SIZE_INVALID",
  "OUTPUT_UNKNOWN",
] as const;

/** A request of the Open Inference Protocol, with the names of this model's tensors. */
const inferenceSchema = (manifest: Manifest): Json => {
  const name = z.string().meta({
    description: "A feature, or any other name for the one tensor of all features.",
  });
  const features = featuresOfRows(manifest.features);
  const width = features.length;
  const data = dataSchema(width);
  const hasText = features.some(({ type }) => type === "category");
  const datatype = hasText ? Tensor.shape.datatype : z.enum(NUMBERS);
  const numbers = Tensor.extend({ name, datatype, data });
  const about = inputsAbout(manifest).map((input) => input.name);
  const tensor =
    about.length === 0 ? numbers : z.union([numbers, Tensor.extend({ name: z.enum(about), data })]);
  const inputs = z
    .array(tensor)
    .min(1)
    .max(width + about.length);
  const offered = outputsOf(manifest).map(({ name }) => name);
  const output = z.object({ name: z.enum(offered), parameters: Parameters });
  const outputs = z.array(output).max(offered.length).nullish();
  return schemaOf(Inference.extend({ inputs, outputs }));
};

/** Data of a tensor, of as many columns as there are features at most. */
const dataSchema = (width: number) => {
  const element = { type: ["number", "boolean", "string", "null"] };
  const row = { type: "array", items: element, maxItems: width };
  return Data.meta({
    type: "array",
    items: { anyOf: [element, row] },
    maxItems: MAX_ROWS * width,
  });
};

const TENSOR_METADATA = objectOf({
  name: { type: "string" },
  datatype: { type: "string" },
  shape: { type: "array", items: { type: "integer", ...INTEGER_BOUNDS } },
});

/** The metadata of a model. */
const MODEL_METADATA: Json = objectOf({
  name: { type: "string" },
  versions: { type: "array", items: { type: "string" } },
  platform: { type: "string" },
  inputs: { type: "array", items: TENSOR_METADATA },
  outputs: { type: "array", items: TENSOR_METADATA },
});

const text: Json = { type: "string" };
const liveAndReady = (ready: boolean): Json =>
  objectOf({ live: { const: true }, ready: { const: ready } });

const server = (path: string, id: string, summary: string, answer: Json): Endpoint => ({
  method: "get",
  path,
  id,
  tag: SERVER_TAG,
  summary: `${summary}, in the Open Inference Protocol`,
  answer,
  problems: [],
});

/** The Open Inference Protocol in the document of the api. */
export const v2Endpoints: Endpoints = {
  server: [
    server(
      "/v2",
      "v2.server",
      "Metadata of the server",
      jsonAnswer(
        "Who answers.",
        objectOf({ name: text, version: text, extensions: { type: "array", items: text } }),
      ),
    ),
    server(
      "/v2/health/live",
      "v2.live",
      "Whether the process answers",
      jsonAnswer("It does.", objectOf({ live: { const: true } })),
    ),
    {
      ...server(
        "/v2/health/ready",
        "v2.ready",
        "Whether every model is loaded",
        jsonAnswer("They are.", liveAndReady(true)),
      ),
      unready: { "application/json": { schema: liveAndReady(false) } },
    },
  ],
  model: (release) => modelEndpoints(release),
  schemas: { ModelMetadata: MODEL_METADATA },
  modelSchemas: (manifest) => ({ [`${manifest.model}_inference`]: inferenceSchema(manifest) }),
};

/** A model in its version and without naming one. */
const modelEndpoints = (release: Release): readonly Endpoint[] => {
  const { model, version } = release.manifest;
  const versioned = {
    name: "version",
    in: "path",
    required: true,
    description: "The release; only the one that is served now is known.",
    schema: { type: "string" },
    example: version,
  };
  const at = (
    path: string,
    id: string,
    parameters: readonly Json[],
    problems: Endpoint["problems"],
  ) => endpointsAt(release, path, id, parameters, ["MODEL_UNKNOWN", ...problems]);
  return [
    ...at(`/v2/models/${model}`, model, [], []),
    ...at(
      `/v2/models/${model}/versions/{version}`,
      `${model}.version`,
      [versioned],
      ["REQUEST_INVALID", "VERSION_UNKNOWN"],
    ),
  ];
};

const endpointsAt = (
  release: Release,
  path: string,
  id: string,
  parameters: readonly Json[],
  problems: Endpoint["problems"],
): readonly Endpoint[] => {
  const { manifest } = release;
  const common = { tag: manifest.model, parameters };
  return [
    {
      ...common,
      method: "get",
      path,
      id: `${id}.metadata`,
      summary: "Inputs and outputs of the model, in the Open Inference Protocol",
      answer: jsonAnswer("Its inputs and outputs.", ref("ModelMetadata"), FROM_RELEASE),
      problems: [...problems, "NOT_READY"],
    },
    {
      ...common,
      method: "get",
      path: `${path}/ready`,
      id: `${id}.ready`,
      summary: "Whether the model is loaded, in the Open Inference Protocol",
      answer: jsonAnswer(
        "It is.",
        objectOf({ name: { const: manifest.model }, ready: { const: true } }),
        FROM_RELEASE,
      ),
      problems: [...problems, "NOT_READY"],
    },
    {
      ...common,
      method: "post",
      path: `${path}/infer`,
      id: `${id}.infer`,
      summary: "Inference in the Open Inference Protocol",
      description: [
        "One tensor per feature, or one tensor of rows in the order of the features. Tensors may also be taken and given as " +
          "bytes, as the extension binary_tensor_data says.",
        ...(subjectOf(manifest) === undefined
          ? []
          : ["Beside them is a tensor of the subjects of the rows."]),
        ...(keysOfRows(manifest).length === 0
          ? []
          : ["Beside them is a tensor for each column of the keys of the rows.", ASKED]),
      ].join(" "),
      body: {
        "application/json": {
          schema: ref(`${manifest.model}_inference`),
          ...shownExamples(release, examples(release)),
        },
      },
      answer: jsonAnswer(
        "One element per row in each output.",
        responseSchema(manifest),
        FROM_PREDICTION,
      ),
      problems: [...problems, ...ROWS_PROBLEMS, ...keyProblems(manifest)],
    },
  ];
};

const responseSchema = (manifest: Manifest): Json => ({
  type: "object",
  properties: {
    model_name: { const: manifest.model },
    model_version: { type: "string" },
    id: { type: "string", description: "That of the request." },
    outputs: {
      type: "array",
      items: oneOf(outputsOf(manifest).map((output) => outputSchema(manifest, output))),
    },
  },
  required: ["model_name", "model_version", "outputs"],
});

const oneOf = (schemas: readonly Json[]): Json =>
  schemas.length === 1 ? schemas[0]! : { oneOf: schemas };

const outputSchema = (manifest: Manifest, { name, datatype, width = 1 }: OutputTensor): Json => {
  const dimensions = width === 1 ? 1 : 2;
  return objectOf({
    name: { const: name },
    datatype: { const: datatype },
    shape: { type: "array", items: COUNT, minItems: dimensions, maxItems: dimensions },
    data: {
      type: "array",
      items: elementSchema(manifest, name),
      maxItems: MAX_ROWS * width,
    },
  });
};

const elementSchema = (manifest: Manifest, name: OutputTensor["name"]): Json => {
  if (name === "class") return answerSchema(manifest);
  return { type: name === PSEUDONYM_FIELD ? "string" : "number" };
};

const examples = (release: Release): Json => {
  const values = exampleValues(release);
  const row = exampleRow(release);
  const inputs = inputsOf(release.manifest).map(({ name, datatype }) => ({
    name,
    shape: [1],
    datatype,
    data: [row[name]],
  }));
  const about = inputs.slice(0, inputs.length - values.length);
  const tensors = { summary: "A tensor per feature", value: { inputs } };
  // A tensor of rows has one datatype, which texts and numbers do not share.
  if (values.some((value) => typeof value === "string")) return { tensors };
  const data = [values.map((value) => (value === null ? null : Number(value)))];
  const rows = { name: "features", shape: [1, values.length], datatype: "FP64", data };
  return {
    tensors,
    rows: { summary: "A tensor of rows", value: { id: "1", inputs: [...about, rows] } },
  };
};
