import type { ServerResponse } from "node:http";

import type { ApiResponse } from "./exchange/api-response.js";
import type { FlatHeaders } from "./headers/flat-headers.js";

/** Ends a response with a body and its length, so that it goes out in one piece. */
export const send = (
  response: ServerResponse,
  status: number,
  headers: FlatHeaders,
  body: string | Uint8Array,
): void => {
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  response.writeHead(status, [...headers, "content-length", length] as string[]);
  if (typeof body === "string" && length === body.length && isOurs(response))
    response.endInOne(body);
  else response.end(body);
};

const isOurs = (response: ServerResponse): response is ApiResponse => "endInOne" in response;
