import type { Request, RequestHandler, Response } from "express";

import type { Models, OpenModel } from "../serving/models.js";
import type { ApiResponse } from "../http/api-response.js";
import type { FlatHeaders } from "../http/flat-headers.js";
import { releaseName } from "../http/release-header.js";
import { send } from "../http/send.js";
import type { Guard, Pass, Worked } from "../sensitive/guard.js";
import { refusing } from "./refusing.js";

/** What is told of a model. */
export interface Told extends Worked {
  /** JSON, unless the headers say otherwise. */
  readonly body: string | Uint8Array;
  /** Default: those of JSON. */
  readonly headers?: FlatHeaders | undefined;
}

/** A request to one model. */
export interface Asked {
  readonly request: Request;
  readonly open: OpenModel;
  /** Undefined unless the model is sensitive. */
  readonly pass: Pass | undefined;
}

/** Makes the handler of a url that is about one model. */
export type Asking = (tell: (asked: Asked) => Told | Promise<Told>) => RequestHandler;

// What is known of a person must not stay in a cache on the way.
const HEADERS = ["cache-control", "no-store"] as const;
const JSON_TYPE = ["content-type", "application/json"] as const;

/**
 * Makes the way to every model: the path's `model` and `version` say which release, its header names it, and the guard
 * stands before it.
 */
export const askingOf =
  (models: Models, guard: Guard): Asking =>
  (tell) =>
    refusing(async (request, response) => {
      const { model, version } = request.params as Readonly<Record<string, string | undefined>>;
      const open = models.find(model, version);
      nameRelease(response, open);
      const { manifest } = open.release;
      const { body, headers = JSON_TYPE } = await guard.pass(manifest, request, response, (pass) =>
        tell({ request, open, pass }),
      );
      send(response, 200, [...headers, ...HEADERS], body);
    });

const nameRelease = (response: Response, { release }: OpenModel): void => {
  (response as unknown as ApiResponse).release = releaseName(release.manifest);
};
