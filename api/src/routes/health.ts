import { Router } from "express";

import { sendProblem } from "../http/problem.js";
import type { Releases } from "../releases.js";
import { methodNotAllowed } from "../http/method-not-allowed.js";

/** `/healthz`: the process answers. `/readyz`: every model is loaded, and in which version. */
export const healthRoutes = (releases: Releases): Router => {
  const router = Router();
  router
    .route("/healthz")
    .get((_request, response) => {
      response.json({ status: "ok" });
    })
    .all(methodNotAllowed);
  router
    .route("/readyz")
    .get((_request, response) => {
      const models = releases.status().map(({ release: { manifest }, staleSeconds }) => ({
        model: manifest.model,
        version: manifest.version,
        // Only while the pointer cannot be seen: what answers may not be the newest.
        ...(staleSeconds > 0 ? { staleSeconds } : {}),
      }));
      if (!releases.ready() || models.length === 0) return sendProblem(response, "NOT_READY");
      response.json({ status: "ready", models });
    })
    .all(methodNotAllowed);
  return router;
};
