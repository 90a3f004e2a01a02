import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import type { Express } from "express";
import type { Logger } from "pino";

import { isDenial, type Outcome } from "../auth/identity.js";
import { isProbe } from "../auth/open-urls.js";
import type { Gate } from "../gate.js";
import type { ApiResponse } from "../http/api-response.js";
import { exchangeClasses } from "../http/exchange.js";
import type { ErrorForm } from "../http/error-form.js";
import { sendProblem } from "../http/problem.js";
import { accessLog, type LineSink } from "./access-log.js";
import { answerClientErrors } from "./client-errors.js";
import type { Metrics } from "./metrics.js";
import { originForm } from "./origin-form.js";
import type { Overload } from "./overload.js";
import { requestIds } from "./request-id.js";
import { securityHeaders } from "./security-headers.js";

/** What every request passes on its way to the app and back. */
export interface PerimeterOptions {
  /** Where the line of each request goes; undefined: nowhere. */
  readonly accessLog: LineSink | undefined;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Undefined: everybody is let in. */
  readonly gate: Gate | undefined;
  readonly overload: Overload;
  /** Time in which a request's head must arrive, and again its body; the connection is cut some seconds later. */
  readonly requestTimeoutSeconds: number;
  /** Time for which an idle connection stays open. A balancer must give its connections up first, or requests meet a reset. */
  readonly keepAliveSeconds: number;
  /** How errors at a url are written. */
  readonly errorFormAt: (url: string) => ErrorForm;
  /** The same where no url is known. */
  readonly errorForm: ErrorForm;
}

/**
 * Makes the server around an express app: every request gets an id, is turned away when there is too much to do or its sender may not ask, and
 * its answer carries the security headers and is counted and logged. All of it is a few plain calls, as each layer of
 * middleware would cost a request more than the answer itself.
 */
export const createPerimeter = (app: Express, options: PerimeterOptions): Server => {
  const { metrics, overload, gate, logger } = options;
  const log = options.accessLog === undefined ? undefined : accessLog(options.accessLog);
  let shed = 0;
  metrics.add({
    name: "despliega_requests_shed_total",
    type: "counter",
    help: "Requests that were turned away because the event loop was late.",
    read: () => [{ labels: {}, value: shed }],
  });
  metrics.add({
    name: "despliega_event_loop_delay_seconds",
    type: "gauge",
    help: "By how much the event loop is late.",
    read: () => [{ labels: {}, value: overload.delay() / 1_000 }],
  });

  const done = (request: IncomingMessage, response: ApiResponse): void => {
    const ms = performance.now() - response.started;
    const route = routeOf(request);
    const model = response.release?.split("/", 1)[0] ?? "none";
    metrics.request(route, request.method ?? "", response.statusCode, model, ms / 1_000);
    log?.(request, response, route, ms);
  };

  const headers = securityHeaders();
  const nextId = requestIds();
  const { errorFormAt, errorForm } = options;
  const classes = exchangeClasses(app, { headers, nextId, done, errorFormAt });

  const admit = (request: IncomingMessage, response: ApiResponse): void => {
    const enter = (outcome: Outcome | undefined): void => {
      if (outcome !== undefined && isDenial(outcome))
        return sendProblem(response, outcome.code, outcome.headers);
      response.caller = outcome;
      app(request as never, response as never, () => unanswered(response, logger));
    };
    const outcome = gate?.(request, response.started);
    if (!(outcome instanceof Promise)) return enter(outcome);
    outcome.then(enter).catch((error: unknown) => {
      logger.error({ error: error instanceof Error ? error.name : typeof error }, "gate failed");
      sendProblem(response, "INTERNAL");
    });
  };

  const listener = (request: IncomingMessage, response: ApiResponse): void => {
    const url = originForm(request.url ?? "");
    if (url === undefined) return sendProblem(response, "ROUTE_UNKNOWN");
    request.url = url;
    if (isWithoutHost(request)) return sendProblem(response, "REQUEST_INVALID", CLOSE);
    if (overload.now() && !isProbe(url)) {
      shed++;
      return sendProblem(response, "OVERLOADED");
    }
    admit(request, response);
  };

  const server = createServer({ ...classes, ...timeoutsOf(options), requireHostHeader: false });
  server.on("request", (request, plain) => listener(request, plain as ApiResponse));
  server.on("checkExpectation", (request: IncomingMessage, plain: ServerResponse) => {
    request.url = originForm(request.url ?? "") ?? "";
    sendProblem(plain, "EXPECTATION_UNSUPPORTED");
  });
  answerClientErrors(server, { headers, nextId, errorForm });
  return server;
};

const CLOSE = ["connection", "close"] as const;

/** Whether HTTP demands a header that is not there. Node.js would refuse the request itself, with a bare status. */
const isWithoutHost = ({ headers, httpVersion }: IncomingMessage): boolean =>
  headers.host === undefined && httpVersion === "1.1";

/** Whoever reads a body answers a late one itself, so that Node.js only cuts what nobody waits for any more. */
const timeoutsOf = ({ requestTimeoutSeconds, keepAliveSeconds }: PerimeterOptions) => ({
  headersTimeout: requestTimeoutSeconds * 1_000,
  requestTimeout: 2 * requestTimeoutSeconds * 1_000 + 2_000,
  keepAliveTimeout: keepAliveSeconds * 1_000,
  connectionsCheckingInterval: 1_000,
});

// Express notes the route that it found on the request.
const routeOf = (request: IncomingMessage): string | null =>
  (request as { readonly route?: { readonly path: string } }).route?.path ?? null;

/** The last handlers of the app answer everything; whoever comes here is a bug, and must not end the process. */
const unanswered = (response: ApiResponse, logger: Logger): void => {
  logger.error({ requestId: response.requestId }, "a request passed the whole app");
  if (response.headersSent) response.destroy();
  else sendProblem(response, "INTERNAL");
};
