import { sendProblem } from "../../http/problem/problem.js";
import type { Handler, Route } from "../../http/route.js";
import { send } from "../../http/send.js";
import { API_VERSION } from "../../openapi/version.js";
import type { RouteTools } from "../protocol.js";

const TEXT = ["content-type", "text/plain; charset=utf-8"] as const;

/** The urls of MLflow's scoring server; an orchestrator that knows it may probe `/ping` instead of `/readyz`. */
export const mlflowRoutes = ({ models, score }: RouteTools): readonly Route[] => {
  const ready: Handler = (_request, response) => {
    if (!models.ready()) return sendProblem(response, "NOT_READY");
    send(response, 200, TEXT, "\n");
  };
  return [
    { method: "get", path: "/ping", handler: ready },
    { method: "get", path: "/health", handler: ready },
    {
      method: "get",
      path: "/version",
      handler: (_request, response) => send(response, 200, TEXT, API_VERSION),
    },
    { method: "post", path: "/invocations", handler: score },
    { method: "post", path: "/models/:model/invocations", handler: score },
  ];
};
