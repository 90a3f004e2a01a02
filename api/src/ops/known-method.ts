// A caller may send any of Node.js's 35 methods: only the usual ones get names of their own in metrics and traces.
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]);

/** A method, or another word for an unusual one. */
export const knownMethod = (method: string, other: string): string =>
  METHODS.has(method) ? method : other;
