import type { IncomingMessage, ServerResponse } from "node:http";

import helmet from "helmet";

import type { FlatHeaders } from "../http/exchange.js";

/** Helmet's headers, asked for once: they are the same for every response. */
export const securityHeaders = (): FlatHeaders => {
  const headers: string[] = [];
  const response = {
    setHeader: (name: string, value: string) => headers.push(name, value),
    removeHeader: () => {},
  };
  helmet()({} as IncomingMessage, response as unknown as ServerResponse, () => {});
  return headers;
};
