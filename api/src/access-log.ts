import type { RequestHandler } from "express";
import type { Logger } from "pino";

/** Logs one line a request. It names the route, never the url: a url holds the id of a person. */
export const accessLog =
  (logger: Logger): RequestHandler =>
  (request, response, next) => {
    const start = performance.now();
    response.once("close", () => {
      const route = request.route as { readonly path: string } | undefined;
      logger.info(
        {
          method: request.method,
          route: route?.path ?? null,
          status: response.statusCode,
          ms: Math.round((performance.now() - start) * 1_000) / 1_000,
          ...(response.writableFinished ? {} : { aborted: true }),
        },
        "request",
      );
    });
    next();
  };
