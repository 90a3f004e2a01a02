import type { ServerResponse } from "node:http";

import type { ApiResponse } from "./exchange/api-response.js";
import type { FixedHeaders, FlatHeaders } from "./headers/flat-headers.js";

/** Ends a response with a body and its length, so that it goes out in one piece. */
export const send = (
  response: ServerResponse,
  status: number,
  headers: FlatHeaders | FixedHeaders,
  body: string | Uint8Array,
): void => {
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  response.writeHead(status, ["content-length", length, ...givenTo(response, headers)] as string[]);
  if (typeof body === "string" && length === body.length && isOurs(response))
    response.endInOne(body);
  else response.end(body);
};

/** Gives a response its fixed headers. @returns those that Node.js has to write */
const givenTo = (response: ServerResponse, headers: FlatHeaders | FixedHeaders): FlatHeaders => {
  if (!("lines" in headers)) return headers;
  (response as ApiResponse).fixed = headers;
  return NONE;
};

const NONE: FlatHeaders = [];

const isOurs = (response: ServerResponse): response is ApiResponse => "endInOne" in response;
