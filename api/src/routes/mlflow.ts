import { Router, type RequestHandler } from "express";

import type { DoorName } from "../doors/doors.js";
import type { Models } from "../doors/models.js";
import { sendProblem } from "../http/problem.js";
import { send } from "../http/send.js";
import { API_VERSION } from "../version.js";
import { methodNotAllowed, onlyPost } from "./method-not-allowed.js";

const TEXT = ["content-type", "text/plain; charset=utf-8"] as const;

/** The urls of MLflow's scoring server; an orchestrator that knows it may ask `/ping` instead of `/readyz`. */
export const mlflowRoutes = (
  models: Models,
  scoring: (door: DoorName) => RequestHandler,
): Router => {
  const ready: RequestHandler = (_request, response) => {
    if (models.all().length === 0) return sendProblem(response, "NOT_READY");
    send(response, 200, TEXT, "\n");
  };
  const version: RequestHandler = (_request, response) => send(response, 200, TEXT, API_VERSION);

  const router = Router();
  router.route("/ping").get(ready).all(methodNotAllowed);
  router.route("/health").get(ready).all(methodNotAllowed);
  router.route("/version").get(version).all(methodNotAllowed);
  router.route("/invocations").post(scoring("mlflow")).all(onlyPost);
  router.route("/models/:model/invocations").post(scoring("mlflow")).all(onlyPost);
  return router;
};
