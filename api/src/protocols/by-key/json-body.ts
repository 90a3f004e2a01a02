import type { Request } from "express";

import { deadlineIn } from "../../http/body/deadline.js";
import { SMALL_BYTES, statedLength } from "../../http/body/length.js";
import { readBody } from "../../http/body/read.js";
import { bodyType } from "../../http/body/type.js";
import { ProblemError } from "../../http/problem/problem-error.js";
import { jsonOf } from "../rows/json.js";

const JSON_BODY = { "application/json": "json" } as const;

/** Reads a small body of JSON. @throws ProblemError */
export const jsonBody = async (request: Request, timeoutSeconds: number): Promise<unknown> => {
  bodyType(request.headers, JSON_BODY);
  const stated = statedLength(request);
  if (stated !== Infinity && stated > SMALL_BYTES) throw new ProblemError("BODY_TOO_LARGE");
  const deadline = deadlineIn(timeoutSeconds);
  try {
    return jsonOf(await readBody(request, SMALL_BYTES, deadline));
  } finally {
    deadline.clear();
  }
};
