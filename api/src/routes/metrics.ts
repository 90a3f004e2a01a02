import { Router } from "express";

import { send } from "../http/send.js";
import type { Metrics } from "../perimeter/metrics.js";
import { methodNotAllowed } from "../http/method-not-allowed.js";

/** `/metrics`, in Prometheus's text format. */
export const metricsRoutes = (metrics: Metrics): Router => {
  const router = Router();
  router
    .route("/metrics")
    .get(async (_request, response) => {
      send(response, 200, ["content-type", metrics.contentType], await metrics.text());
    })
    .all(methodNotAllowed);
  return router;
};
