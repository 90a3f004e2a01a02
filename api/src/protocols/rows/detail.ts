import type { Request } from "express";

import { ProblemError } from "../../http/problem/problem-error.js";

/** Whether a request wants each answer with how it came about. @throws ProblemError `DETAIL_INVALID` */
export const detailOf = ({ query }: Request): boolean => {
  const { detalle = "false" } = query;
  if (detalle !== "true" && detalle !== "false") throw new ProblemError("DETAIL_INVALID");
  return detalle === "true";
};
