import type { IncomingMessage, ServerResponse } from "node:http";

import helmet, { type HelmetOptions } from "helmet";

import type { FlatHeaders } from "./flat-headers.js";

/**
 * Helmet's defaults but for one: a container speaks plain http behind whoever ends TLS, and a page that upgrades its own
 * requests could not load its style there.
 */
export const HELMET_OPTIONS: HelmetOptions = {
  contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
};

/** Helmet's headers, asked for once: they are the same for every response. */
export const securityHeaders = (): FlatHeaders => {
  const headers: string[] = [];
  const response = {
    setHeader: (name: string, value: string) => headers.push(name, value),
    removeHeader: () => {},
  };
  helmet(HELMET_OPTIONS)({} as IncomingMessage, response as unknown as ServerResponse, () => {});
  return headers;
};
