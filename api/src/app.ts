import type { Server } from "node:http";

import type { BlobStore, Tracer } from "@despliega/storage";
import express, { type RequestHandler } from "express";
import type { Logger } from "pino";

import { documentsOf } from "./about/documents.js";
import { aboutEndpoints } from "./about/endpoints.js";
import { OPERATE_ENDPOINT, operateRoute, type IsOperator } from "./about/operate.js";
import { aboutRoutes } from "./about/routes.js";
import { SIGN_IN_ENDPOINT, signInRoute } from "./about/sign-in-url.js";
import { consolePage, consoleRoutes } from "./console/console-routes.js";
import { readPageFiles } from "./console/page-files.js";
import type { CallerCheck } from "./http/auth-result.js";
import type { BodyMemory } from "./http/body/memory.js";
import type { ApiResponse } from "./http/exchange/api-response.js";
import { PLAIN_ERROR } from "./http/problem/error-form.js";
import { errorHandler } from "./http/problem/error-handler.js";
import { sendProblem } from "./http/problem/problem.js";
import { routerOf } from "./http/route.js";
import { createHttpServer } from "./http/server/server.js";
import { docsRoutes } from "./openapi/docs.js";
import type { DocumentPart } from "./openapi/document-part.js";
import { documentRoute } from "./openapi/document-url.js";
import { homeRoute } from "./openapi/home.js";
import { PAGE_ENDPOINTS } from "./openapi/page-endpoints.js";
import type { AuthMode } from "./openapi/security.js";
import type { LineSink } from "./ops/access-log.js";
import { addChallengerMetrics } from "./ops/challenger-metrics.js";
import { countEnds } from "./ops/connection-metrics.js";
import { HEALTH_ENDPOINTS, healthRoutes } from "./ops/health.js";
import { addLogMetrics, type LogSink } from "./ops/log-sink.js";
import { METRICS_ENDPOINT, metricsRoute } from "./ops/metrics-url.js";
import { createMetrics } from "./ops/metrics.js";
import { addOverloadMetrics, watchOverload } from "./ops/overload.js";
import { addRecordingMetrics } from "./ops/recording-metrics.js";
import { addReleaseMetrics } from "./ops/release-metrics.js";
import { addSubjectMetrics } from "./ops/subject-metrics.js";
import { addVerdictMetrics } from "./ops/verdict-metrics.js";
import type { SettingInForce } from "./ops/settings-in-force.js";
import { requestSpans } from "./ops/request-span.js";
import { refusedRecord, requestRecord } from "./ops/request-record.js";
import { errorForm, errorFormAt } from "./protocols/error-forms.js";
import { createProtocolRoutes } from "./protocols/protocol-routes.js";
import { PROTOCOLS } from "./protocols/protocols.js";
import type { SignIn } from "./security/authentication/sign-in.js";
import type { HostCheck } from "./security/own-host.js";
import type { Recorder } from "./recording/recorder.js";
import type { Authorisation } from "./security/sensitive/authorisation.js";
import type { Trial } from "./serving/challenger/trial.js";
import type { Observe } from "./serving/observed/observer.js";
import type { Releases } from "./serving/releases.js";

/** What the app needs. */
export interface AppDeps {
  readonly releases: Releases;
  /** Where the releases are, and what is told of their models beside them. */
  readonly store: BlobStore;
  readonly logger: Logger;
  /** Default: every caller is anonymous. */
  readonly checkCaller?: CallerCheck | undefined;
  /** Default: one that refuses every sensitive model. */
  readonly authorisation?: Authorisation;
  /** Finds who observes the answers of a release. Default: nobody does. */
  readonly observe?: Observe | undefined;
  /** What scores challengers, for the metrics: it is one of those who observe. Default: nothing does. */
  readonly trial?: Trial | undefined;
  /** Whether a host header names this server. Default: any does. */
  readonly isOwnHost?: HostCheck | undefined;
  /** Has its numbers shown in the metrics. */
  readonly recorder?: Recorder | undefined;
  /** Who may see how this process does. Default: everybody. */
  readonly isOperator?: IsOperator | undefined;
  /** The settings of this process, for those. Default: none are told. */
  readonly settings?: readonly SettingInForce[] | undefined;
  /** How callers authenticate, for the document of the api. Default: not at all. */
  readonly authMode?: AuthMode;
  /** How people sign in on the console. Default: they show what they have. */
  readonly signIn?: SignIn | undefined;
  /** Where people look at MLflow. Default: nowhere. */
  readonly mlflowUrl?: string | undefined;
  /** Where the line of each request goes. Default: nowhere. */
  readonly accessLog?: LineSink | undefined;
  /** Makes a span for each request. Default: none is made. */
  readonly tracer?: Tracer | undefined;
  /** The log, whose dropped lines are counted. Default: none. */
  readonly logSink?: LogSink;
  /** Lateness of the event loop from which on requests are shed. Default 0: never. */
  readonly maxEventLoopDelayMs?: number;
  /** The model that answers where a url names none. Default: the only one. */
  readonly defaultModel?: string | undefined;
  /** Threads that score large batches. Default 1. */
  readonly batchWorkers?: number;
  /** Largest body. Default 4 MiB. */
  readonly maxBodyBytes?: number;
  /** Memory that the bodies of all requests may take. Default: shares of what this process may use. */
  readonly bodyMemory?: BodyMemory;
  /** Connections that may be open at once. Default 4,096. */
  readonly maxConnections?: number;
  /** Time from a request to its answer. Default 10. */
  readonly requestTimeoutSeconds?: number;
  /** Time for which an idle connection stays open. Default 250. */
  readonly keepAliveSeconds?: number;
}

/** Default of the largest body: what a small container reads without harm. */
export const DEFAULT_BODY_BYTES = 4 << 20;

/** Default of the connections that may be open at once. */
export const DEFAULT_CONNECTIONS = 4_096;

/** The urls of the server itself, and those that tell what is known of a model. */
const SERVER_PART: DocumentPart = {
  error: PLAIN_ERROR,
  endpoints: {
    ...aboutEndpoints,
    server: [
      ...HEALTH_ENDPOINTS,
      ...[METRICS_ENDPOINT, OPERATE_ENDPOINT, SIGN_IN_ENDPOINT],
      ...PAGE_ENDPOINTS,
    ],
  },
};

/** Every part of the document. */
export const DOCUMENT_PARTS: readonly DocumentPart[] = [SERVER_PART, ...PROTOCOLS];

/** Makes the api as a server that does not listen yet; closing it ends the threads too. */
export const createApp = ({
  releases,
  store,
  logger,
  checkCaller,
  isOperator = () => true,
  settings = [],
  authorisation,
  observe,
  trial,
  recorder,
  authMode = "none",
  signIn,
  mlflowUrl,
  accessLog,
  tracer,
  logSink,
  maxEventLoopDelayMs = 0,
  defaultModel,
  batchWorkers = 1,
  maxBodyBytes = DEFAULT_BODY_BYTES,
  bodyMemory,
  maxConnections = DEFAULT_CONNECTIONS,
  isOwnHost,
  requestTimeoutSeconds = 10,
  keepAliveSeconds = 250,
}: AppDeps): Server => {
  const metrics = createMetrics();
  const overload = watchOverload(maxEventLoopDelayMs, () => releases.ready());
  addOverloadMetrics(metrics, overload);
  if (logSink !== undefined) addLogMetrics(metrics, logSink);
  addReleaseMetrics(metrics, releases);
  addVerdictMetrics(metrics, releases);
  if (trial !== undefined) addChallengerMetrics(metrics, releases, trial);
  if (recorder !== undefined) addRecordingMetrics(metrics, recorder);
  if (authorisation !== undefined) addSubjectMetrics(metrics, authorisation.subjectRefusals);
  const protocols = createProtocolRoutes({
    releases,
    logger,
    defaultModel,
    batchWorkers,
    maxBodyBytes,
    ...(bodyMemory === undefined ? {} : { bodyMemory }),
    requestTimeoutSeconds,
    onScore: metrics.score,
    lastHour: metrics.lastHour,
    onRows: (request, rows) => {
      const { caller } = request.res as unknown as ApiResponse;
      return caller && checkCaller?.countRows?.(request, caller, rows);
    },
    ...(authorisation === undefined ? {} : { authorisation }),
    ...(observe === undefined ? {} : { observe }),
  });

  const page = readPageFiles();
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(protocols.routes);
  app.use(routerOf(healthRoutes(releases)));
  app.use(
    routerOf([
      ...aboutRoutes({
        modelHandler: protocols.modelHandler,
        documents: documentsOf(store, logger),
        mlflowUrl,
      }),
      operateRoute({ releases, metrics, overload, isOperator, settings }),
      signInRoute(signIn),
      metricsRoute(metrics),
      documentRoute(releases, { authMode, defaultModel, parts: DOCUMENT_PARTS }),
      ...docsRoutes(),
      ...consoleRoutes(page),
      homeRoute(releases, consolePage(page, signIn?.authority)),
    ]),
  );
  app.use(unknownRoute(releases));
  app.use(errorHandler(logger));

  const server = createHttpServer(app, {
    logger,
    checkCaller,
    enter: tracer && requestSpans(tracer),
    shed: overload.shed,
    done: requestRecord(metrics, accessLog),
    refused: refusedRecord(metrics, accessLog),
    ended: countEnds(metrics),
    maxConnections,
    isOwnHost,
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

/** Answers 404, or 503 while a model that is not loaded yet may have the url. */
const unknownRoute =
  (releases: Releases): RequestHandler =>
  (_request, response) =>
    sendProblem(response, releases.ready() ? "ROUTE_UNKNOWN" : "NOT_READY");
