import type { Route } from "../http/route.js";
import { send } from "../http/send.js";
import { serverEndpoint, textAnswer, type Endpoint } from "../openapi/endpoint.js";
import type { Metrics } from "./metrics.js";

/** `/metrics`, in Prometheus's text format. */
export const metricsRoute = (metrics: Metrics): Route => ({
  method: "get",
  path: "/metrics",
  handler: async (_request, response) => {
    send(response, 200, ["content-type", metrics.contentType], await metrics.text());
  },
});

/** This url in the document. */
export const METRICS_ENDPOINT: Endpoint = serverEndpoint(
  "/metrics",
  "metrics",
  "Metrics for Prometheus",
  textAnswer("All of them, as text."),
);
