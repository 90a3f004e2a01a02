/** First steps of the urls that the api answers by itself. */
const API_STEPS: ReadonlySet<string> = new Set([
  ...["v1", "v2", "models", "invocations", "ping", "health", "version"],
  ...["healthz", "readyz", "metrics", "docs", "openapi.json", ""],
]);

/** Whether a path of a model begins otherwise than the api's own urls, so that it hides none of them. */
export const isOwnPath = (path: string): boolean => {
  const [, first = ""] = path.split("/");
  return first !== ":id" && !API_STEPS.has(first);
};
