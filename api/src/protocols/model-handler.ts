import type { Request, RequestHandler, Response } from "express";

import { andThen } from "../http/and-then.js";
import type { ApiResponse } from "../http/exchange/api-response.js";
import type { FlatHeaders } from "../http/headers/flat-headers.js";
import { fixedHeaders } from "../http/headers/header-lines.js";
import { withProblems } from "../http/problem/with-problems.js";
import { send } from "../http/send.js";
import type { Authorisation, Grant, WorkResult } from "../security/sensitive/authorisation.js";
import type { LoadedModel, Models } from "../serving/models.js";

/** An answer about a model. */
export interface ModelAnswer extends WorkResult {
  /** JSON, unless the headers say otherwise. */
  readonly body: string | Uint8Array;
  /** Default: those of JSON. */
  readonly headers?: FlatHeaders | undefined;
  /** Its entity tag: the caller may keep it, and asks whether it is still the same. Default: it must not be kept. */
  readonly tag?: string | undefined;
  /** The id of a prediction. Default: it has none. */
  readonly id?: string | undefined;
  /** Called when it has been sent. */
  readonly sent?: (() => void) | undefined;
}

/** An authorised request to one model. */
export interface ModelRequest {
  readonly request: Request;
  readonly response: ApiResponse;
  readonly model: LoadedModel;
  /** Undefined unless the model is sensitive. */
  readonly grant: Grant | undefined;
}

/** Makes the handler of a url that is about one model. */
export type ModelHandler = (
  answer: (request: ModelRequest) => ModelAnswer | Promise<ModelAnswer>,
) => RequestHandler;

// What is known of a person must not stay in a cache on the way.
const HEADERS = ["cache-control", "no-store"] as const;
const KEPT = ["cache-control", "private, no-cache"] as const;
const JSON_TYPE = ["content-type", "application/json"] as const;
const JSON_HEADERS = fixedHeaders(...JSON_TYPE, ...HEADERS);

/**
 * Makes the {@link ModelHandler}: the path's `model` and `version` find the release, the response names it in a header,
 * and the request is authorised before it is answered.
 */
export const createModelHandler =
  (models: Models, authorisation: Authorisation): ModelHandler =>
  (answer) =>
    withProblems((request, response) => {
      const { model: name, version } = request.params as Readonly<
        Record<string, string | undefined>
      >;
      const model = models.find(name, version);
      const api = response as unknown as ApiResponse;
      api.release = model.name;
      const give = ({ body, headers, tag, id, sent }: ModelAnswer): undefined => {
        api.predictionId = id;
        if (tag !== undefined) sendTagged(request, response, tag, headers ?? JSON_TYPE, body);
        else
          send(
            response,
            200,
            headers === undefined ? JSON_HEADERS : [...headers, ...HEADERS],
            body,
          );
        sent?.();
      };
      const answered = authorisation.authorise(model.release.manifest, request, response, (grant) =>
        answer({ request, response: api, model, grant }),
      );
      return andThen(answered, give);
    });

/** Sends an answer with its entity tag, or 304 to a caller who has it (RFC 9110, 13.1.2). */
const sendTagged = (
  request: Request,
  response: Response,
  tag: string,
  headers: FlatHeaders,
  body: string | Uint8Array,
): void => {
  const known = request.headers["if-none-match"]?.split(",").map((one) => one.trim());
  if (known?.some((one) => one === "*" || one === tag || one === `W/${tag}`) === true)
    response.writeHead(304, ["etag", tag, ...KEPT]).end();
  else send(response, 200, [...headers, "etag", tag, ...KEPT], body);
};
