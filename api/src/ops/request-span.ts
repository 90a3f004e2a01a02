import type { IncomingMessage } from "node:http";

import type { Span, Tracer } from "@despliega/storage";

import type { ApiResponse } from "../http/exchange/api-response.js";
import { traceparentOf } from "../http/headers/traceparent.js";
import { isProbe } from "../http/open-urls.js";
import type { Enter } from "../http/server/server.js";
import { knownMethod } from "./known-method.js";

/** Makes the function that runs the work of a request in a span, which continues the caller's trace. Probes get none. */
export const requestSpans =
  (tracer: Tracer): Enter =>
  (request, response, work) => {
    if (isProbe(request.url ?? "")) return work();
    const parent = traceparentOf(request.headers);
    response.span = tracer.start({ name: methodOf(request), kind: "server", parent });
    tracer.within(response.span, work);
  };

/**
 * Ends the span of a request with what is known of its answer, by the names of
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/. The path of the url is left out: it holds the id of a person.
 */
export const endRequestSpan = (
  span: Span,
  request: IncomingMessage,
  { statusCode, release, destroyed }: ApiResponse,
  route: string | null,
): void => {
  const method = methodOf(request);
  const [model, version] = release?.split("/", 2) ?? [];
  if (route !== null) span.rename(`${method} ${route}`);
  span.add({
    "http.request.method": method,
    "http.response.status_code": statusCode,
    ...(route === null ? {} : { "http.route": route }),
    ...(model === undefined ? {} : { "despliega.model": model }),
    ...(version === undefined ? {} : { "despliega.version": version }),
    ...(destroyed ? { "despliega.aborted": true } : {}),
  });
  if (statusCode >= 500) span.fail(`${statusCode}`);
  span.end();
};

const methodOf = ({ method = "" }: IncomingMessage): string => knownMethod(method, "_OTHER");
