import { jsonAnswer, serverEndpoint, textAnswer, type Endpoint } from "./endpoint.js";
import { objectOf, type Json } from "./schema.js";

const text: Json = { type: "string" };

const HOME = jsonAnswer(
  "JSON, or a page for a caller that prefers HTML.",
  objectOf({
    name: { const: "despliega" },
    version: text,
    models: { type: "array", items: text },
    links: { type: "array", items: text },
  }),
);

/** The urls that show the api. */
export const PAGE_ENDPOINTS: readonly Endpoint[] = [
  serverEndpoint(
    "/openapi.json",
    "openapi",
    "The OpenAPI document of this api",
    jsonAnswer("OpenAPI 3.1.", { type: "object" }),
    { problems: ["NOT_READY"] },
  ),
  serverEndpoint(
    "/docs",
    "docs",
    "A page that shows the OpenAPI document",
    textAnswer("HTML.", "text/html"),
    { public: true },
  ),
  serverEndpoint("/", "home", "What this is and where to go", HOME, { public: true }),
];
