import type { Request } from "express";

import { ProblemError } from "../../http/problem/problem-error.js";

/** Whether a request wants each answer with how it came about. @throws ProblemError `DETAIL_INVALID` */
export const detailOf = (request: Request): boolean => {
  // Express parses the query at every access to it, also when there is none.
  if (!request.url.includes("?")) return false;
  const { detalle = "false" } = request.query;
  if (detalle !== "true" && detalle !== "false") throw new ProblemError("DETAIL_INVALID");
  return detalle === "true";
};
