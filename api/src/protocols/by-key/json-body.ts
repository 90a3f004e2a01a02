import type { Request } from "express";

import { deadlineIn } from "../../http/body/deadline.js";
import { SMALL_BYTES, statedLength } from "../../http/body/length.js";
import { readBody } from "../../http/body/read.js";
import { bodyType } from "../../http/body/type.js";
import { ProblemError } from "../../http/problem/problem-error.js";
import { jsonOf } from "../rows/json.js";

const JSON_BODY = { "application/json": "json" } as const;

/** Reads a small body of JSON: at once where it came with the head. @throws ProblemError */
export const jsonBody = (request: Request, timeoutSeconds: number): unknown => {
  bodyType(request.headers, JSON_BODY);
  const stated = statedLength(request);
  if (stated !== Infinity && stated > SMALL_BYTES) throw new ProblemError("BODY_TOO_LARGE");
  const deadline = deadlineIn(timeoutSeconds);
  const body = readBody(request, SMALL_BYTES, deadline);
  return body instanceof Promise
    ? body.finally(() => deadline.clear()).then((bytes) => jsonOf(bytes))
    : jsonOf(body);
};
