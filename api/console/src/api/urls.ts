const ofModel = (model: string, rest = ""): string =>
  `/v1/models/${encodeURIComponent(model)}${rest}`;

/** The urls that the console asks. */
export const urls = {
  models: "/v1/models",
  document: "/openapi.json",
  operate: "/v1/operate",
  signIn: "/v1/sign-in",
  model: (model: string) => ofModel(model),
  prediction: (model: string) => ofModel(model, "/prediction"),
  report: (model: string) => ofModel(model, "/report"),
  reportPage: (model: string) => ofModel(model, "/report.html"),
  curve: (model: string) => ofModel(model, "/curve"),
  releases: (model: string) => ofModel(model, "/releases"),
  lineage: (model: string) => ofModel(model, "/lineage"),
  ledger: (model: string) => ofModel(model, "/ledger"),
  monitor: (model: string) => ofModel(model, "/monitor"),
} as const;
