import type { IncomingHttpHeaders } from "node:http";

import type { RemoteSpan } from "@despliega/storage";

/**
 * Version, trace, span, flags, and more only in versions to come;
 * https://www.w3.org/TR/trace-context/#traceparent-header
 */
const TRACEPARENT =
  /^(?:00(?=.{53}$)|(?!00|ff)[0-9a-f]{2}(?=.{53}(?:-|$)))-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})/;

/** The lowest bit of the flags. */
const SAMPLED = 1;

/** The span of the caller, by its `traceparent`. Undefined where there is none that is valid. */
export const traceparentOf = (headers: IncomingHttpHeaders): RemoteSpan | undefined => {
  const given = headers["traceparent"];
  if (typeof given !== "string") return undefined;
  const [, traceId, spanId, flags] = TRACEPARENT.exec(given) ?? [];
  return traceId === undefined
    ? undefined
    : { traceId, spanId: spanId!, sampled: (Number.parseInt(flags!, 16) & SAMPLED) === SAMPLED };
};
