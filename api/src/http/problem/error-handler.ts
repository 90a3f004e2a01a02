import type { ErrorRequestHandler } from "express";
import type { Logger } from "pino";

import { sendProblem } from "./problem.js";

/**
 * Turns what a handler throws into a problem. An error of express with a status of 4xx is the caller's; any other is a
 * bug here: it is logged once, and the caller gets no detail.
 */
export const errorHandler =
  (logger: Logger): ErrorRequestHandler =>
  (error: unknown, _request, response, _next) => {
    if (isOfCaller(error)) return sendProblem(response, "REQUEST_INVALID");
    logger.error(describe(error), "request failed");
    if (response.headersSent) response.destroy();
    else sendProblem(response, "INTERNAL");
  };

const isOfCaller = (error: unknown): boolean =>
  error instanceof Error &&
  "status" in error &&
  typeof error.status === "number" &&
  error.status >= 400 &&
  error.status < 500;

// A message may quote a value of a person: the kind of error and the places in the code are enough to find a bug.
const describe = (error: unknown) =>
  error instanceof Error
    ? { error: error.name, at: error.stack?.match(/^ {4}at .+$/gm) }
    : { error: typeof error };
