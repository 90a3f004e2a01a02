/** Whether a url is one of the two that an orchestrator probes: they are answered whoever asks, whatever else goes on. */
export const isProbe = (url: string): boolean => /^\/(?:healthz|readyz)(?:\?|$)/.test(url);

/**
 * Whether a url is answered without a name: pages that know nothing but the names of models. Callers are counted as
 * everywhere. What `/docs` shows it asks for itself, with the key that is typed there.
 */
export const isPublic = (url: string): boolean =>
  /^\/(?:docs(?:\/page\.(?:css|js))?)?(?:\?|$)/.test(url);
