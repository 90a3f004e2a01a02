import { jsonAnswer, SERVER_TAG, textAnswer, type Endpoint } from "./endpoint.js";
import { COUNT, objectOf, type Json } from "./schema.js";

const get = (
  path: string,
  id: string,
  summary: string,
  answer: Json,
  more: Partial<Endpoint> = {},
): Endpoint => ({
  method: "get",
  path,
  id,
  tag: SERVER_TAG,
  summary,
  answer,
  problems: [],
  ...more,
});

const text: Json = { type: "string" };

const HOME = jsonAnswer(
  "JSON, or a page for who accepts HTML rather.",
  objectOf({
    name: { const: "despliega" },
    version: text,
    models: { type: "array", items: text },
    links: { type: "array", items: text },
  }),
);

/** The urls that concern the process and not a model. */
export const serverEndpoints: readonly Endpoint[] = [
  get(
    "/healthz",
    "alive",
    "Whether the process answers",
    jsonAnswer("It does.", objectOf({ status: { const: "ok" } })),
    { open: true },
  ),
  get(
    "/readyz",
    "ready",
    "Whether every model is loaded",
    jsonAnswer(
      "They are, in these versions.",
      objectOf({
        status: { const: "ready" },
        models: {
          type: "array",
          items: objectOf(
            {
              model: text,
              version: text,
              staleSeconds: {
                ...COUNT,
                description: "How long the champion could not be looked for; absent when it could.",
              },
            },
            ["staleSeconds"],
          ),
        },
      }),
    ),
    { open: true, problems: ["NOT_READY"] },
  ),
  get("/metrics", "metrics", "Metrics for Prometheus", textAnswer("All of them, as text.")),
  get(
    "/openapi.json",
    "openapi",
    "The OpenAPI document of this api",
    jsonAnswer("OpenAPI 3.1.", { type: "object" }),
    {
      problems: ["NOT_READY"],
    },
  ),
  get("/docs", "docs", "A page that shows the OpenAPI document", textAnswer("HTML.", "text/html"), {
    public: true,
  }),
  get("/", "home", "What this is and where to go", HOME, { public: true }),
];
