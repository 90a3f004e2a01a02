import type { Manifest, Release } from "@despliega/storage";

import type { OnScore } from "../answers.js";
import type { BodyType, BodyTypes } from "../http/body/type.js";
import type { FlatHeaders } from "../http/flat-headers.js";
import type { ErrorForm } from "../http/error-form.js";
import type { Endpoint } from "../openapi/endpoint.js";
import type { Json } from "../openapi/schema.js";
import type { Models } from "../serving/models.js";
import type { Served } from "../serving/served.js";
import type { Batch } from "../signature/batch.js";
import type { Asking } from "./asking.js";
import type { Handler, Route } from "./route.js";

/** A way to ask models: what it reads and writes, at which urls, and how both are documented. */
export interface Protocol {
  readonly name: string;
  /** First segments of its urls, in lower case: everything below them is answered in its way. */
  readonly roots: readonly string[];
  /** How errors at its urls are written. */
  readonly error: ErrorForm;
  /** The urls at which a release answers by itself, made anew for each. Default: none. */
  readonly releaseRoutes?: (release: Release, onScore: OnScore) => readonly Route[];
  readonly endpoints: Endpoints;
}

/** A protocol by which rows are scored. It depends on nothing but its arguments, so that every thread answers alike. */
export interface RowsProtocol<A extends Asked = Asked> extends Protocol {
  readonly name: RowsProtocolName;
  readonly bodyTypes: BodyTypes;
  /** A header that says how to read a body, in lower case. Default: none. */
  readonly header?: string;
  /** Whether `?detalle=true` asks for how each answer came about. */
  readonly detail: boolean;
  /** Its urls, but those that depend on a release. */
  routes(tools: RouteTools): readonly Route[];
  /** Reads a body. @throws Refusal */
  read(served: Served, call: Call): A;
  /** Writes the scores of what was read. @throws Refusal */
  write(served: Served, asked: A, scores: Float64Array, call: Call): Written;
}

/** The protocols by which rows are scored. */
export type RowsProtocolName = "v1" | "mlflow" | "v2";

/** A request to score rows, as it came. */
export interface Call {
  readonly body: Uint8Array;
  readonly type: BodyType;
  /** The value of the protocol's own header. */
  readonly header?: string | undefined;
  /** Whether each answer shall say how it came about. */
  readonly detail: boolean;
  /** Writes a pseudonym as the caller may see it. Default: masked. */
  readonly show?: ((pseudonym: string) => string) | undefined;
}

/** What was read: rows, and whatever the protocol needs to answer them. */
export interface Asked {
  readonly batch: Batch;
}

/** An answer as its protocol writes it. */
export interface Written {
  readonly body: string | Uint8Array;
  /** Default: those of JSON. */
  readonly headers?: FlatHeaders;
}

/** What the handlers of a protocol work with. */
export interface RouteTools {
  readonly models: Models;
  readonly asking: Asking;
  /** Scores the rows of a request by this protocol. */
  readonly score: Handler;
}

/** A protocol in the document of the api. */
export interface Endpoints {
  /** Its urls that concern no model. */
  readonly server: readonly Endpoint[];
  /** Those of one model. */
  readonly model: (release: Release) => readonly Endpoint[];
  /** Those that name no model, answered by this one. */
  readonly byDefault?: (release: Release) => readonly Endpoint[];
  /** Schemas that these point to. */
  readonly schemas?: Json;
  /** Those of one model; their names begin with its name. */
  readonly modelSchemas?: (manifest: Manifest) => Json;
}
