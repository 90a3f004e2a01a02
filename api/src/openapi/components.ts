import type { Manifest } from "@despliega/storage";

import { PREDICTION_HEADER } from "../http/headers/prediction-header.js";
import { RELEASE_HEADER } from "../http/headers/release-header.js";
import type { DocumentPart } from "./document-part.js";
import { askedSchema } from "./features.js";
import { predictionSchema } from "./prediction.js";
import { problemSchema } from "./problems.js";
import { COUNT, type Json } from "./schema.js";

/** The schemas that endpoints refer to: those of each model, those of each part, and that of a problem. */
export const schemasOf = (
  manifests: readonly Manifest[],
  parts: readonly DocumentPart[],
): Json => ({
  ...joined(manifests.map((manifest) => modelSchemas(manifest, parts))),
  ...joined(parts.map(({ endpoints }) => endpoints.schemas ?? {})),
  Problem: problemSchema(parts.map(({ error }) => error)),
});

const modelSchemas = (manifest: Manifest, parts: readonly DocumentPart[]): Json => ({
  [`${manifest.model}_features`]: askedSchema(manifest),
  [`${manifest.model}_prediction`]: predictionSchema(manifest),
  ...joined(parts.map(({ endpoints }) => endpoints.modelSchemas?.(manifest) ?? {})),
});

const joined = (parts: readonly Json[]): Json => Object.assign({}, ...parts) as Json;

/** The parameters that endpoints refer to. */
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
export const HEADERS: Json = {
  Release: header(`The release that answered, as \`model/version\`; \`${RELEASE_HEADER}\`.`),
  Prediction: header(
    `The id of the prediction, where predictions are recorded or kept as decisions; \`${PREDICTION_HEADER}\`. Of several rows, ` +
      "each one has this id with a dot and its number behind it, counted from 1.",
  ),
  RetryAfter: header("Seconds to wait before the next try.", COUNT),
  Challenge: header("What is wanted of a caller."),
};
