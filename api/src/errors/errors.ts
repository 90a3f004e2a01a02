import { defineError } from "@despliega/storage";

/** No model was named, and none in the container has a champion. */
export const NoModel = defineError(
  "NO_MODEL",
  ({ url }: { url: string }) =>
    `No model in ${url} has a champion: train one, or check DESPLIEGA_CONTAINER_NAME and DESPLIEGA_MODELS`,
);

/** The address to listen on is taken. */
export const PortBusy = defineError(
  "PORT_BUSY",
  ({ host, port, after }: { host: string; port: number; after?: number }) =>
    after === undefined
      ? `Port ${port} on ${host} is in use: stop what listens there, or set PORT to another one`
      : `Port ${port} on ${host} is in use; models about people answer there, on the port after PORT=${after}: ` +
        "stop what listens there, or set PORT to another one",
);

/** The address to listen on is not one that this process may have. */
export const AddressRefused = defineError(
  "ADDRESS_REFUSED",
  ({ host, port, problem }: { host: string; port: number; problem: string }) =>
    `Cannot listen on port ${port} of ${host} (${problem}): set DESPLIEGA_HOST and PORT to an address of this machine`,
);

/** A release of a sensitive model, and no settings to serve it as it must be. */
export const SensitiveUnservable = defineError(
  "SENSITIVE_UNSERVABLE",
  ({ model, version, problem }: { model: string; version: string; problem: string }) =>
    `Release ${version} of ${model} is sensitive and is not served: ${problem}`,
);

/** A release of a model that keeps every answer, and no settings to keep them. */
export const DecisionsUnservable = defineError(
  "DECISIONS_UNSERVABLE",
  ({ model, version, problem }: { model: string; version: string; problem: string }) =>
    `Release ${version} of ${model} keeps every answer and is not served: ${problem}`,
);

/**
 * Everything that can go wrong with a request, by its stable code. The detail says what to do, and is fixed text, so
 * that no answer repeats what the caller sent.
 */
export const PROBLEMS = {
  REQUEST_INVALID: { status: 400, detail: "The request is not well-formed" },
  ENTITY_ID_INVALID: {
    status: 400,
    detail: "The id must be a whole number from -9007199254740991 to 9007199254740991",
  },
  ENTITY_KEY_INVALID: {
    status: 400,
    detail: "The key must be a text of 1 to 128 bytes of UTF-8 without control characters",
  },
  DETAIL_INVALID: { status: 400, detail: "detalle must be true or false, and be given once" },
  UNAUTHENTICATED: {
    status: 401,
    detail: "The request has no good credentials; the www-authenticate header says what is wanted",
  },
  FORBIDDEN: { status: 403, detail: "The caller is known, but lacks the role to ask here" },
  STEP_UP_REQUIRED: {
    status: 401,
    detail:
      "The caller must sign in with a second factor; the www-authenticate header says what is wanted",
  },
  ENTITY_UNKNOWN: { status: 404, detail: "The loaded release knows nobody with that key" },
  ROUTE_UNKNOWN: { status: 404, detail: "There is nothing at this url" },
  MODEL_UNKNOWN: { status: 404, detail: "No model of that name is served; /v1/models lists them" },
  MODEL_UNNAMED: { status: 400, detail: "Several models are served; name one of them in the url" },
  VERSION_UNKNOWN: { status: 404, detail: "That version of the model is not the one served now" },
  METHOD_NOT_ALLOWED: {
    status: 405,
    detail: "This url takes only the methods that the allow header names",
  },
  REQUEST_TIMEOUT: { status: 408, detail: "The request took too long to arrive" },
  BODY_TIMEOUT: { status: 408, detail: "The body took too long to arrive" },
  BODY_TOO_LARGE: { status: 413, detail: "The body is too large; send it in several requests" },
  BODY_TYPE_UNSUPPORTED: {
    status: 415,
    detail: "This url does not read that content type; send application/json in UTF-8",
  },
  BODY_ENCODING_UNSUPPORTED: {
    status: 415,
    detail: "Compressed bodies are not read; send it plain",
  },
  EXPECTATION_UNSUPPORTED: {
    status: 417,
    detail: "The expect header may be 100-continue and nothing else",
  },
  HOST_UNKNOWN: {
    status: 421,
    detail:
      "The host header names another server; DESPLIEGA_ALLOWED_HOSTS lists the names that this one has",
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    detail: "The headers of the request are too large; send fewer or shorter ones",
  },
  BODY_INCOMPLETE: { status: 400, detail: "The body ended before its length was reached" },
  BODY_NOT_TEXT: { status: 400, detail: "The body is not text in UTF-8" },
  JSON_INVALID: { status: 400, detail: "The body is not JSON" },
  JSON_TOO_DEEP: {
    status: 400,
    detail: "The JSON of the body is nested more deeply than any request is",
  },
  ROWS_TOO_MANY: {
    status: 413,
    detail: "There are more rows than one request may have; send several requests",
  },
  VALUES_TOO_MANY: {
    status: 413,
    detail: "The body holds more values than this server has memory to read; send several requests",
  },
  DETAIL_ROWS_TOO_MANY: {
    status: 413,
    detail:
      "With detalle=true a request may have fewer rows, at most 10,000; send several requests",
  },
  CSV_INVALID: {
    status: 400,
    detail: "The body is not CSV with a header and a record of as many fields on every line",
  },
  BODY_SHAPE_INVALID: {
    status: 400,
    detail: "The JSON of the body is not arranged as this url reads it",
  },
  ROW_INVALID: { status: 400, detail: "A row does not have the form that its url reads" },
  FIELD_UNKNOWN: { status: 400, detail: "There is a field that the model does not know" },
  FIELD_TWICE: { status: 400, detail: "A feature is given twice" },
  SUBJECT_MISSING: { status: 400, detail: "A row does not say whom it is about" },
  SUBJECT_INVALID: {
    status: 400,
    detail: "Whom a row is about must be a text of 1 to 200 characters or a whole number",
  },
  KEY_MISSING: { status: 400, detail: "A row does not say which entity it is about" },
  FEATURE_MISSING: { status: 400, detail: "A feature is not given that the model needs" },
  FEATURE_NULL: {
    status: 400,
    detail:
      "The value of a feature is missing (null, NaN or an empty field), and the model needs it",
  },
  FEATURE_NOT_NUMBER: { status: 400, detail: "A feature must be a number" },
  FEATURE_NOT_FINITE: { status: 400, detail: "A feature must be a finite number" },
  FEATURE_NOT_INTEGER: { status: 400, detail: "A feature must be a whole number" },
  FEATURE_NOT_TEXT: { status: 400, detail: "A feature must be a text" },
  FEATURE_NOT_BOOLEAN: { status: 400, detail: "A feature must be true or false" },
  FEATURE_OUT_OF_BOUNDS: {
    status: 400,
    detail: "A feature must be within the bounds that the model declares",
  },
  FEATURE_OUT_OF_DOMAIN: {
    status: 400,
    detail: "A feature must be one of the values it is known by",
  },
  SCORE_NOT_FINITE: {
    status: 400,
    detail: "The features are so extreme that the model has no answer",
  },
  TENSOR_INVALID: { status: 400, detail: "A tensor's shape, datatype and data do not agree" },
  BINARY_HEADER_INVALID: {
    status: 400,
    detail:
      "The header inference-header-content-length must be the number of bytes of JSON that the body begins with",
  },
  BINARY_SIZE_INVALID: {
    status: 400,
    detail:
      "The sizes in binary_data_size must add up to the bytes after the JSON, one for each tensor without data",
  },
  OUTPUT_UNKNOWN: { status: 400, detail: "An output is asked for that the model does not have" },
  RATE_LIMITED: {
    status: 429,
    detail: "The caller has asked too often; the retry-after header says when to go on",
  },
  SUBJECTS_TOO_MANY: {
    status: 429,
    detail:
      "The caller has asked about too many different people within an hour; the retry-after header says when to go on",
  },
  INTERNAL: { status: 500, detail: "Something went wrong here, not in the request" },
  DEADLINE_EXCEEDED: {
    status: 503,
    detail: "The answer took too long; send it in several requests",
  },
  BATCH_FAILED: {
    status: 503,
    detail: "The batch could not be finished; send it in several requests",
  },
  OVERLOADED: { status: 503, detail: "There is too much to do here just now; try again soon" },
  AUTH_UNAVAILABLE: {
    status: 503,
    detail: "The keys to check tokens with cannot be fetched just now; try again soon",
  },
  AUDIT_UNAVAILABLE: {
    status: 503,
    detail: "The request cannot be recorded just now, and is not answered without; try again soon",
  },
  DECISION_UNAVAILABLE: {
    status: 503,
    detail: "The answer cannot be kept just now, and is not given without; try again soon",
  },
  DOCUMENT_UNAVAILABLE: {
    status: 503,
    detail: "The storage does not give what is asked for just now; predictions go on",
  },
  FEATURES_STALE: {
    status: 503,
    detail: "The features of the release are older than its model allows, until they are refreshed",
  },
  NOT_READY: { status: 503, detail: "The models are still being loaded; try again soon" },
} as const satisfies Record<string, { readonly status: number; readonly detail: string }>;

export type ProblemCode = keyof typeof PROBLEMS;
