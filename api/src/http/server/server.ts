import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import type { Express } from "express";
import type { Logger } from "pino";

import { isDenial, type AuthResult, type CallerCheck } from "../auth-result.js";
import { statedLength, SMALL_BYTES } from "../body/length.js";
import type { ApiRequest } from "../exchange/api-request.js";
import type { ApiResponse } from "../exchange/api-response.js";
import { exchangeClasses, type Exchange } from "../exchange/exchange.js";
import { requestIds } from "../headers/request-id.js";
import { securityHeaders } from "../headers/security-headers.js";
import { isProbe } from "../open-urls.js";
import type { ErrorForm } from "../problem/error-form.js";
import { sendProblem } from "../problem/problem.js";
import { answerClientErrors, type ClientErrorsOptions } from "./client-errors.js";
import { originForm } from "./origin-form.js";
import { endSlowReaders } from "./slow-readers.js";

/** Runs the work of a request. */
export type Enter = (request: IncomingMessage, response: ApiResponse, work: () => void) => void;

/** What the server does with every request before and after the app. */
export interface ServerOptions extends Pick<Exchange, "done"> {
  readonly logger: Logger;
  /** Undefined: every caller is anonymous. */
  readonly checkCaller: CallerCheck | undefined;
  /** Runs the work of a request, which it may trace. Default: only runs it. */
  readonly enter?: Enter | undefined;
  /** Whether to refuse a new request because the process is too busy; not asked about probes. */
  readonly shed: () => boolean;
  /** Time in which a request's head must arrive, and again its body; the connection is cut some seconds later. */
  readonly requestTimeoutSeconds: number;
  /** Time for which an idle connection stays open. A balancer must close its connections first, or requests meet a reset. */
  readonly keepAliveSeconds: number;
  /** Connections that may be open at once; a further one is closed, and so are those that rest, to make room. */
  readonly maxConnections: number;
  /** Whether the host of a request is a name of this server. Default: any is. */
  readonly isOwnHost?: ((host: string | undefined) => boolean) | undefined;
  /** Called when a connection ends for a reason of its caller's. */
  readonly ended: (reason: EndReason) => void;
  /** Called with the status of a request that Node.js could not hand over. */
  readonly refused: ClientErrorsOptions["refused"];
  /** How errors at a url are written. */
  readonly errorFormAt: (url: string) => ErrorForm;
  /** How errors are written where no url is known. */
  readonly errorForm: ErrorForm;
}

/**
 * Makes the server around an express app: every request gets an id, may be shed, and has its caller checked; every
 * response carries the security headers. These are a few plain calls, as each layer of express's middleware would cost
 * a request more than the answer itself.
 */
export const createHttpServer = (app: Express, options: ServerOptions): Server => {
  const { logger, checkCaller, enter, shed, done, ended, isOwnHost } = options;
  const { errorFormAt, errorForm, refused } = options;
  const headers = securityHeaders();
  const nextId = requestIds();
  const classes = exchangeClasses(app, { headers, nextId, done, errorFormAt });

  const withCaller = (request: IncomingMessage, response: ApiResponse): void => {
    const handle = (result: AuthResult | undefined): void => {
      if (result !== undefined && isDenial(result))
        return sendProblem(response, result.code, result.headers);
      response.caller = result;
      app(request as never, response as never, () => unanswered(response, logger));
    };
    const result = checkCaller?.(request, response.started);
    if (!(result instanceof Promise)) return handle(result);
    result.then(handle).catch((error: unknown) => {
      const name = error instanceof Error ? error.name : typeof error;
      logger.error({ error: name }, "the check of the caller failed");
      sendProblem(response, "INTERNAL");
    });
  };

  const listener = (request: IncomingMessage, response: ApiResponse): void => {
    const url = originForm(request.url ?? "");
    if (url === undefined) return sendProblem(response, "ROUTE_UNKNOWN");
    request.url = url;
    if (isWithoutHost(request)) return sendProblem(response, "REQUEST_INVALID", CLOSE);
    if (isOwnHost?.(request.headers.host) === false)
      return sendProblem(response, "HOST_UNKNOWN", CLOSE);
    if (!isProbe(url) && shed()) return sendProblem(response, "OVERLOADED");
    withCaller(request, response);
  };

  const server = createServer({ ...classes, ...timeoutsOf(options), requireHostHeader: false });
  const begin = (request: IncomingMessage, response: ApiResponse): void => {
    if (enter === undefined) listener(request, response);
    else enter(request, response, () => listener(request, response));
  };
  server.on("request", (request, plain) => {
    const response = plain as ApiResponse;
    const length = statedLength(request);
    // Such a body is read in any case.
    if (length > 0 && length <= SMALL_BYTES)
      (request as ApiRequest).gather(length, () => begin(request, response));
    else begin(request, response);
  });
  server.on("checkExpectation", (request: IncomingMessage, plain: ServerResponse) => {
    request.url = originForm(request.url ?? "") ?? "";
    sendProblem(plain, "EXPECTATION_UNSUPPORTED");
  });
  // Node.js would otherwise hide the headers beyond the thousandth; their bytes are bounded in any case.
  server.maxHeadersCount = 0;
  server.maxConnections = options.maxConnections;
  server.on("drop", () => {
    ended("connections");
    // Those that rest make room for the next caller, or a few callers could keep all others out.
    server.closeIdleConnections();
  });
  endSlowReaders(server, {
    graceSeconds: options.requestTimeoutSeconds,
    ended: () => ended("slow-reader"),
  });
  answerClientErrors(server, { headers, nextId, errorForm, refused });
  return server;
};

/** Why a connection was ended. */
export type EndReason = "connections" | "slow-reader";

const CLOSE = ["connection", "close"] as const;

/** Whether HTTP demands a header that is missing. Node.js would refuse the request itself, with a bare status. */
const isWithoutHost = ({ headers, httpVersion }: IncomingMessage): boolean =>
  headers.host === undefined && httpVersion === "1.1";

/** A handler answers a late body itself; Node.js only cuts connections that no handler reads any more. */
const timeoutsOf = ({ requestTimeoutSeconds, keepAliveSeconds }: ServerOptions) => ({
  headersTimeout: requestTimeoutSeconds * 1_000,
  requestTimeout: 2 * requestTimeoutSeconds * 1_000 + 2_000,
  keepAliveTimeout: keepAliveSeconds * 1_000,
  connectionsCheckingInterval: 1_000,
});

/** The last handlers of the app answer everything; a request that gets here is a bug, and must not end the process. */
const unanswered = (response: ApiResponse, logger: Logger): void => {
  logger.error({ requestId: response.requestId }, "no handler of the app answered");
  if (response.headersSent) response.destroy();
  else sendProblem(response, "INTERNAL");
};
