import { Router } from "express";

import { sendProblem } from "../http/problem.js";
import { send } from "../http/send.js";
import { openApiDocument, type DocumentOptions } from "../openapi/document.js";
import type { Releases } from "../releases.js";
import { methodNotAllowed } from "../http/method-not-allowed.js";

const JSON_TYPE = ["content-type", "application/json"] as const;

/** `/openapi.json`: every url of the api, with the models that are loaded; written anew only after a swap. */
export const openapiRoutes = (
  releases: Releases,
  options: Omit<DocumentOptions, "releases">,
): Router => {
  const write = (current: DocumentOptions["releases"]): Uint8Array | undefined =>
    current.length === 0
      ? undefined
      : Buffer.from(JSON.stringify(openApiDocument({ ...options, releases: current })));

  let document = write(releases.current());
  releases.onSwap((current) => {
    document = write(current);
  });

  const router = Router();
  router
    .route("/openapi.json")
    .get((_request, response) => {
      if (document === undefined) return sendProblem(response, "NOT_READY");
      send(response, 200, JSON_TYPE, document);
    })
    .all(methodNotAllowed);
  return router;
};
