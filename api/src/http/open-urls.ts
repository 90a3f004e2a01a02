/** Whether a url is one of the two that an orchestrator probes: they are answered to every caller, also under overload. */
export const isProbe = (url: string): boolean => /^\/(?:healthz|readyz)\/?(?:\?|$)/.test(url);

/**
 * Whether a url is answered without credentials: pages that show nothing but the names of models, and how to sign in.
 * The rate limit holds there too. The console and the page at `/docs` ask for the key and send it with the requests that they make.
 */
export const isPublic = (url: string): boolean =>
  /^\/(?:docs(?:\/page\.(?:css|js))?\/?|console\/[\w.-]+|v1\/sign-in)?(?:\?|$)/.test(url);
