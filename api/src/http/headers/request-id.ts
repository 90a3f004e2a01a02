import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

import { traceparentOf } from "./traceparent.js";

/** A UUID or 32 hexadecimal digits: no id of a person and no sentence looks like one. */
const ID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * Makes the function that names requests: by the caller's `x-request-id`, by the trace of its `traceparent`, or by 32
 * hexadecimal digits: half of them name this process, the others count.
 */
export const requestIds = (): ((headers: IncomingHttpHeaders) => string) => {
  const prefix = randomBytes(8).toString("hex");
  let count = 0;
  return (headers) => {
    const given = headers["x-request-id"];
    if (typeof given === "string" && ID.test(given)) return given;
    return traceparentOf(headers)?.traceId ?? prefix + (++count).toString(16).padStart(16, "0");
  };
};
