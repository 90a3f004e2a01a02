/** Whether a url is one of the two that an orchestrator probes: they are answered to every caller, also under overload. */
export const isProbe = (url: string): boolean => /^\/(?:healthz|readyz)\/?(?:\?|$)/.test(url);

/**
 * Whether a url is answered without credentials: pages that show nothing but the names of models. The rate limit holds
 * there too. The page at `/docs` asks for the key and sends it with the requests that it makes.
 */
export const isPublic = (url: string): boolean =>
  /^\/(?:docs(?:\/page\.(?:css|js))?\/?)?(?:\?|$)/.test(url);
