import express, { type Express, type RequestHandler } from "express";
import type { Logger } from "pino";

import { accessLog } from "./access-log.js";
import { errorHandler } from "./error-handler.js";
import { sendProblem } from "./problem.js";
import type { Releases } from "./releases.js";
import { healthRoutes } from "./routes/health.js";
import { releaseRoutes } from "./routes/of-releases.js";

/** What the app stands on. */
export interface AppDeps {
  readonly releases: Releases;
  readonly logger: Logger;
}

/** Makes the api as an express app that listens nowhere yet. */
export const createApp = ({ releases, logger }: AppDeps): Express => {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(accessLog(logger));
  app.use(healthRoutes(releases));
  app.use(currentRoutes(releases));
  app.use(unknownRoute(releases));
  app.use(errorHandler(logger));
  return app;
};

/** Hands requests to the routes of what is loaded; a swap is one assignment, and a request sees one side of it. */
const currentRoutes = (releases: Releases): RequestHandler => {
  let routes = releaseRoutes(releases.current());
  releases.onSwap((current) => {
    routes = releaseRoutes(current);
  });
  return (request, response, next) => routes(request, response, next);
};

/** Before the first load any url may be one of a release, so that 404 would be a lie. */
const unknownRoute =
  (releases: Releases): RequestHandler =>
  (_request, response) =>
    sendProblem(response, releases.current().length === 0 ? "NOT_READY" : "ROUTE_UNKNOWN");
