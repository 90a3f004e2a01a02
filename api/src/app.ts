import type { Server } from "node:http";

import express, { type RequestHandler } from "express";
import type { Logger } from "pino";

import type { Gate } from "./gate.js";
import { errorHandler } from "./http/error-handler.js";
import { sendProblem } from "./http/problem.js";
import type { AuthMode } from "./openapi/security.js";
import type { LineSink } from "./perimeter/access-log.js";
import { createMetrics } from "./perimeter/metrics.js";
import { watchOverload } from "./perimeter/overload.js";
import { createPerimeter } from "./perimeter/perimeter.js";
import { addReleaseMetrics } from "./perimeter/release-metrics.js";
import { createProtocolRoutes } from "./protocols/routes.js";
import { errorForm, errorFormAt } from "./protocols/url.js";
import type { Releases } from "./releases.js";
import type { Guard } from "./sensitive/guard.js";
import { docsRoutes } from "./routes/docs.js";
import { homeRoutes } from "./routes/home.js";
import { healthRoutes } from "./routes/health.js";
import { metricsRoutes } from "./routes/metrics.js";
import { openapiRoutes } from "./routes/openapi.js";

/** What the app stands on. */
export interface AppDeps {
  readonly releases: Releases;
  readonly logger: Logger;
  /** Who is let in. Default: everybody. */
  readonly gate?: Gate | undefined;
  /** What stands before sensitive models. Default: nobody passes. */
  readonly guard?: Guard;
  /** How the gate asks for a name, for the document of the api. Default: not at all. */
  readonly authMode?: AuthMode;
  /** Where a line a request goes. Default: nowhere. */
  readonly accessLog?: LineSink | undefined;
  /** Lateness of the event loop from which on requests are turned away. Default 0: never. */
  readonly maxEventLoopDelayMs?: number;
  /** The model that answers where a url names none. Default: the only one. */
  readonly defaultModel?: string | undefined;
  /** Threads that score large batches. Default 1. */
  readonly batchWorkers?: number;
  /** Largest body. Default 32 MiB. */
  readonly maxBodyBytes?: number;
  /** Time from a request to its answer. Default 10. */
  readonly requestTimeoutSeconds?: number;
  /** Time for which an idle connection stays open. Default 250. */
  readonly keepAliveSeconds?: number;
}

/** Makes the api as a server that listens nowhere yet; closing it ends the threads too. */
export const createApp = ({
  releases,
  logger,
  gate,
  guard,
  authMode = "none",
  accessLog,
  maxEventLoopDelayMs = 0,
  defaultModel,
  batchWorkers = 1,
  maxBodyBytes = 32 << 20,
  requestTimeoutSeconds = 10,
  keepAliveSeconds = 250,
}: AppDeps): Server => {
  const metrics = createMetrics();
  addReleaseMetrics(metrics, releases);
  const overload = watchOverload(maxEventLoopDelayMs);
  const protocols = createProtocolRoutes({
    releases,
    defaultModel,
    batchWorkers,
    maxBodyBytes,
    requestTimeoutSeconds,
    onScore: metrics.score,
    ...(guard === undefined ? {} : { guard }),
  });

  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(protocols.ofReleases);
  app.use(healthRoutes(releases));
  app.use(protocols.routes);
  app.use(metricsRoutes(metrics));
  app.use(openapiRoutes(releases, { authMode, defaultModel }));
  app.use(docsRoutes());
  app.use(homeRoutes(releases));
  app.use(unknownRoute(releases));
  app.use(errorHandler(logger));

  const server = createPerimeter(app, {
    accessLog,
    logger,
    metrics,
    gate,
    overload,
    requestTimeoutSeconds,
    keepAliveSeconds,
    errorFormAt,
    errorForm,
  });
  return server.once("close", () => {
    overload.stop();
    void protocols.close();
  });
};

/** Before every model is loaded any url may be one of a release, so that 404 would be a lie. */
const unknownRoute =
  (releases: Releases): RequestHandler =>
  (_request, response) =>
    sendProblem(response, releases.ready() ? "ROUTE_UNKNOWN" : "NOT_READY");
