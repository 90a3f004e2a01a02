import type { RequestHandler } from "express";

import { sendProblem } from "./problem.js";

const refuseOtherThan =
  (allow: string): RequestHandler =>
  (_request, response) =>
    sendProblem(response, "METHOD_NOT_ALLOWED", ["allow", allow]);

/** Refuses every method at a url that is read. */
export const methodNotAllowed = refuseOtherThan("GET, HEAD");

/** Refuses every method at a url that is posted to. */
export const onlyPost = refuseOtherThan("POST");
