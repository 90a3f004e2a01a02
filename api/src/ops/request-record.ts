import type { IncomingMessage } from "node:http";

import type { ApiResponse } from "../http/exchange/api-response.js";
import { accessLog, refusedLine, type LineSink } from "./access-log.js";
import type { Metrics } from "./metrics.js";
import { endRequestSpan } from "./request-span.js";

/** Makes the function that counts an answered request, logs it where there is a sink, and ends its span. */
export const requestRecord = (metrics: Metrics, sink: LineSink | undefined) => {
  const log = sink === undefined ? undefined : accessLog(sink);
  // Most requests are answered by the release that answered the one before.
  let [release, model] = [undefined as string | undefined, "none"];
  return (request: IncomingMessage, response: ApiResponse): void => {
    const ms = performance.now() - response.started;
    const route = routeOf(request);
    if (response.release !== release) {
      release = response.release;
      model = release?.split("/", 1)[0] ?? "none";
    }
    metrics.request(route, request.method ?? "", response.statusCode, model, ms / 1_000);
    log?.(request, response, route, ms);
    if (response.span !== undefined) endRequestSpan(response.span, request, response, route);
  };
};

/** Makes the function that counts and logs a request which Node.js could not hand over, so that nothing is known of it. */
export const refusedRecord =
  (metrics: Metrics, sink: LineSink | undefined) =>
  (status: number, requestId: string): void => {
    metrics.request(null, "", status, "none", 0);
    sink?.write(refusedLine(status, requestId));
  };

// Express notes the route that it found on the request.
const routeOf = (request: IncomingMessage): string | null =>
  (request as { readonly route?: { readonly path: string } }).route?.path ?? null;
