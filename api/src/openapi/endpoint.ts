import type { ProblemCode } from "../errors.js";
import type { Json } from "./schema.js";

/** A url and a method, described apart from who may ask. */
export interface Endpoint {
  readonly method: "get" | "post";
  /** Parameters in braces. */
  readonly path: string;
  /** Unique in the document. */
  readonly id: string;
  /** The heading that it stands under. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Json[];
  /** What may be sent, by media type. */
  readonly body?: Json;
  /** The response with status 200. */
  readonly answer: Json;
  /** What can go wrong at this url, apart from what can at all of them. */
  readonly problems: readonly ProblemCode[];
  /** Content of a 503 beside problems. */
  readonly unready?: Json;
  /** Whether it is answered to everybody, and also under overload. Default: no. */
  readonly open?: boolean;
  /** Whether nobody is asked for a name, though callers are counted. Default: no. */
  readonly public?: boolean;
}

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

/** For a response that comes from a release, which its header names. */
export const FROM_RELEASE: Json = {
  headers: { "despliega-release": { $ref: "#/components/headers/Release" } },
};

/** Asks for the detail of an answer. */
export const DETAIL: Json = { $ref: "#/components/parameters/Detail" };

/** Heading of what concerns no model in particular. */
export const SERVER_TAG = "Server";

/** Heading of the urls that name no model. */
export const DEFAULT_TAG = "Default model";
