import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** A UUID or 32 hexadecimal digits: no id of a person and no sentence looks like one. */
const ID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * Version, trace, span, flags, and more only in versions to come;
 * https://www.w3.org/TR/trace-context/#traceparent-header
 */
const TRACEPARENT =
  /^(?:00(?=.{53}$)|(?!00|ff)[0-9a-f]{2}(?=.{53}(?:-|$)))-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}/;

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
    const trace = headers["traceparent"];
    const found = typeof trace === "string" ? TRACEPARENT.exec(trace)?.[1] : undefined;
    return found ?? prefix + (++count).toString(16).padStart(16, "0");
  };
};
