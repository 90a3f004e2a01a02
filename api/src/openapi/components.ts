import type { Manifest } from "@despliega/storage";

import { RELEASE_HEADER } from "../http/release-header.js";
import { inferenceSchema, MODEL_METADATA } from "./endpoints/v2.js";
import { MODEL_DESCRIPTION, MODEL_SUMMARY } from "./endpoints/v1.js";
import { SPLIT } from "./endpoints/mlflow.js";
import { rowSchema } from "./features.js";
import { predictionSchema } from "./prediction.js";
import { PROBLEM_SCHEMA } from "./problems.js";
import type { Json } from "./schema.js";

/** The schemas that endpoints point to: those of all models, and three a model. */
export const schemasOf = (manifests: readonly Manifest[]): Json => ({
  ...Object.fromEntries(
    manifests.flatMap((manifest) => [
      [`${manifest.model}.features`, rowSchema(manifest)],
      [`${manifest.model}.prediction`, predictionSchema(manifest)],
      [`${manifest.model}.inference`, inferenceSchema(manifest)],
    ]),
  ),
  ModelSummary: MODEL_SUMMARY,
  ModelDescription: MODEL_DESCRIPTION,
  DataframeSplit: SPLIT,
  ModelMetadata: MODEL_METADATA,
  Problem: PROBLEM_SCHEMA,
});

/** What else endpoints point to. */
export const PARAMETERS: Json = {
  Detail: {
    name: "detalle",
    in: "query",
    description: "Whether the answer shall say how it came about.",
    schema: { type: "boolean", default: false },
  },
};

const header = (description: string, schema: Json = { type: "string" }): Json => ({
  description,
  schema,
});

/** Headers of responses. */
export const headersOf = (names: readonly string[]): Json =>
  Object.fromEntries(Object.entries(HEADERS).filter(([name]) => names.includes(name)));

const HEADERS: Json = {
  Release: header(`The release that answered, as \`model/version\`; \`${RELEASE_HEADER}\`.`),
  RetryAfter: header("Seconds to wait before the next try.", { type: "integer" }),
  Challenge: header("What is wanted of a caller."),
};
