/** The urls that the console asks. */
export const urls = {
  models: "/v1/models",
  ready: "/readyz",
  document: "/openapi.json",
  model: (model: string) => `/v1/models/${encodeURIComponent(model)}`,
  prediction: (model: string) => `/v1/models/${encodeURIComponent(model)}/prediction`,
} as const;
