import type { ProblemCode } from "../errors/errors.js";
import type { Json } from "./schema.js";

/** A url and a method, described without the problems of the server. */
export interface Endpoint {
  readonly method: "get" | "post";
  /** Parameters in braces. */
  readonly path: string;
  /** Unique in the document. */
  readonly id: string;
  /** Its heading. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Json[];
  /** What may be sent, by media type. */
  readonly body?: Json;
  /** The response with status 200. */
  readonly answer: Json;
  /** Its problems, without those that every url has. */
  readonly problems: readonly ProblemCode[];
  /** Content of a 503 beside problems. */
  readonly unready?: Json;
  /** Whether the answer has an entity tag, and 304 says that it is still the same. Default: no. */
  readonly tagged?: boolean;
  /** Whether every caller gets an answer, also under overload. Default: no. */
  readonly open?: boolean;
  /** Whether it needs no credentials; the rate limit holds. Default: no. */
  readonly public?: boolean;
}

/** A url that is about no model and is read by GET. */
export const serverEndpoint = (
  path: string,
  id: string,
  summary: string,
  answer: Json,
  more: Partial<Endpoint> = {},
): Endpoint => ({
  method: "get",
  path,
  id,
  tag: SERVER_TAG,
  summary,
  answer,
  problems: [],
  ...more,
});

/** A response whose body is JSON, with examples by name where there are any. */
export const jsonAnswer = (
  description: string,
  schema: Json,
  more: Json = {},
  examples?: Json,
): Json => ({
  description,
  content: {
    "application/json": { schema, ...(examples === undefined ? {} : { examples }) },
  },
  ...more,
});

/** A response whose body is text. */
export const textAnswer = (description: string, type = "text/plain"): Json => ({
  description,
  content: { [type]: { schema: { type: "string" } } },
});

/** The header that names the release behind a response. */
export const FROM_RELEASE: Json = {
  headers: { "despliega-release": { $ref: "#/components/headers/Release" } },
};

/** The headers that name the release behind a prediction and the prediction itself. */
export const FROM_PREDICTION: Json = {
  headers: {
    ...(FROM_RELEASE["headers"] as Json),
    "x-prediction-id": { $ref: "#/components/headers/Prediction" },
  },
};

/** The parameter that adds the detail to an answer. */
export const DETAIL: Json = { $ref: "#/components/parameters/Detail" };

/** Heading of the urls that are about no model in particular. */
export const SERVER_TAG = "Server";

/** Heading of the urls that name no model. */
export const DEFAULT_TAG = "Default model";
