import type { Manifest } from "@despliega/storage";

import { RELEASE_HEADER } from "../http/release-header.js";
import { PROTOCOLS } from "../protocols/protocols.js";
import { rowSchema } from "./features.js";
import { predictionSchema } from "./prediction.js";
import { PROBLEM_SCHEMA } from "./problems.js";
import { COUNT, type Json } from "./schema.js";

/** The schemas that endpoints point to: those of each model, and those of all. */
export const schemasOf = (manifests: readonly Manifest[]): Json => ({
  ...joined(manifests.map(modelSchemas)),
  ...joined(PROTOCOLS.map(({ endpoints }) => endpoints.schemas ?? {})),
  Problem: PROBLEM_SCHEMA,
});

const modelSchemas = (manifest: Manifest): Json => ({
  [`${manifest.model}_features`]: rowSchema(manifest),
  [`${manifest.model}_prediction`]: predictionSchema(manifest),
  ...joined(PROTOCOLS.map(({ endpoints }) => endpoints.modelSchemas?.(manifest) ?? {})),
});

const joined = (parts: readonly Json[]): Json => Object.assign({}, ...parts) as Json;

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
  RetryAfter: header("Seconds to wait before the next try.", COUNT),
  Challenge: header("What is wanted of a caller."),
};
