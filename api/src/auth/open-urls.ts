/** Whether a url is answered whoever asks: the two that an orchestrator probes. All others follow the settings. */
export const isOpen = (url: string): boolean => /^\/(?:healthz|readyz)(?:\?|$)/.test(url);
