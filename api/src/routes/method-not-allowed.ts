import type { RequestHandler } from "express";

import { sendProblem } from "../problem.js";

/** Refuses every method that the handlers before it did not take. */
export const methodNotAllowed: RequestHandler = (_request, response) =>
  sendProblem(response, "METHOD_NOT_ALLOWED");
