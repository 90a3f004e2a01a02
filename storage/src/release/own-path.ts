/** First segments of the api's own urls. */
const API_SEGMENTS: ReadonlySet<string> = new Set([
  ...["v1", "v2", "models", "invocations", "ping", "health", "version"],
  ...["healthz", "readyz", "metrics", "docs", "openapi.json", ""],
]);

/**
 * Whether a path of a model hides none of the api's own urls, because its first segment differs from theirs. Upper and
 * lower case are the same, as in the routes.
 */
export const isOwnPath = (path: string): boolean => {
  const [, first = ""] = path.split("/");
  return !first.startsWith(":") && !API_SEGMENTS.has(first.toLowerCase());
};
