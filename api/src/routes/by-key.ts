import { Router, type RequestHandler } from "express";

import { featuresAnswer, predictionAnswer, type WriteAnswer } from "../answers.js";
import { sendProblem } from "../problem.js";
import { RELEASE_HEADER, releaseName } from "../release-header.js";
import type { KeyedRelease } from "../servable.js";
import { methodNotAllowed } from "./method-not-allowed.js";

const ID = /^\d{1,15}$/;

// What is known of a person must not stay in a cache on the way.
const HEADERS = { "content-type": "application/json", "cache-control": "no-store" };

/** The two urls of a model that is asked by key, where its manifest says. */
export const keyRoutes = (release: KeyedRelease): Router => {
  const { features, prediction } = release.manifest.serving.paths;
  const router = Router();
  router
    .route(features)
    .get(entityHandler(release, featuresAnswer(release)))
    .all(methodNotAllowed);
  router
    .route(prediction)
    .get(entityHandler(release, predictionAnswer(release)))
    .all(methodNotAllowed);
  return router;
};

const entityHandler = (
  { manifest, table }: KeyedRelease,
  write: WriteAnswer,
): RequestHandler<{ id: string }> => {
  const name = releaseName(manifest);
  // One row for all requests: a handler has finished with it before the next one runs.
  const row = new Float64Array(manifest.features.length);

  return ({ params: { id }, query }, response) => {
    response.setHeader(RELEASE_HEADER, name);
    if (!ID.test(id)) return sendProblem(response, "ENTITY_ID_INVALID");
    const { detalle = "false" } = query;
    if (detalle !== "true" && detalle !== "false") return sendProblem(response, "DETAIL_INVALID");
    const at = table.find(Number(id));
    if (at === -1) return sendProblem(response, "ENTITY_UNKNOWN");
    table.read(at, row);
    const body = write(row, detalle === "true");
    response.writeHead(200, HEADERS).end(body);
  };
};
