import { sendProblem } from "../http/problem/problem.js";
import type { Route } from "../http/route.js";
import { jsonAnswer, serverEndpoint, type Endpoint } from "../openapi/endpoint.js";
import { COUNT, objectOf } from "../openapi/schema.js";
import type { Releases } from "../serving/releases.js";

/** `/healthz`: the process answers. `/readyz`: every model is loaded, and in which version. */
export const healthRoutes = (releases: Releases): readonly Route[] => [
  {
    method: "get",
    path: "/healthz",
    handler: (_request, response) => {
      response.json({ status: "ok" });
    },
  },
  {
    method: "get",
    path: "/readyz",
    handler: (_request, response) => {
      const models = releases.status().map(({ release: { manifest }, staleSeconds, code }) => ({
        model: manifest.model,
        version: manifest.version,
        // Only while the pointer cannot be read: a newer champion may exist.
        ...(staleSeconds > 0 ? { staleSeconds } : {}),
        ...(code === undefined ? {} : { problem: code }),
      }));
      if (!releases.ready() || models.length === 0) return sendProblem(response, "NOT_READY");
      response.json({ status: "ready", models });
    },
  },
];

const text = { type: "string" } as const;

const MODEL = objectOf(
  {
    model: text,
    version: text,
    staleSeconds: {
      ...COUNT,
      description: "How long the champion could not be looked for; absent when it could.",
    },
    problem: {
      ...text,
      description: "The code of the error that the last look ended with; absent when it succeeded.",
    },
  },
  ["staleSeconds", "problem"],
);

/** These urls in the document. */
export const HEALTH_ENDPOINTS: readonly Endpoint[] = [
  serverEndpoint(
    "/healthz",
    "alive",
    "Whether the process answers",
    jsonAnswer("It does.", objectOf({ status: { const: "ok" } })),
    { open: true },
  ),
  serverEndpoint(
    "/readyz",
    "ready",
    "Whether every model is loaded",
    jsonAnswer(
      "They are, in these versions.",
      objectOf({ status: { const: "ready" }, models: { type: "array", items: MODEL } }),
    ),
    { open: true, problems: ["NOT_READY"] },
  ),
];
