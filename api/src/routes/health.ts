import { Router } from "express";

import { sendProblem } from "../problem.js";
import type { Releases } from "../releases.js";
import { methodNotAllowed } from "./method-not-allowed.js";

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
      const models = releases.current().map(({ manifest: { model, version } }) => ({
        model,
        version,
      }));
      if (models.length === 0) return sendProblem(response, "NOT_READY");
      response.json({ status: "ready", models });
    })
    .all(methodNotAllowed);
  return router;
};
