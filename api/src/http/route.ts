import { Router, type RequestHandler } from "express";

import { sendProblem } from "./problem/problem.js";

/** Answers a request. */
export type Handler = RequestHandler;

/** A url and the one method that it takes; GET is also answered to HEAD. */
export interface Route {
  readonly method: "get" | "post";
  /** As express writes a path. */
  readonly path: string;
  readonly handler: Handler;
}

/** Makes the router of the routes; it refuses other methods at their urls. */
export const routerOf = (routes: readonly Route[]): Router => {
  const router = Router();
  for (const { method, path, handler } of routes)
    router.route(path)[method](handler).all(refuseMethod(ALLOW[method]));
  return router;
};

const ALLOW = { get: "GET, HEAD", post: "POST" } as const;

const refuseMethod =
  (allow: string): Handler =>
  (_request, response) =>
    sendProblem(response, "METHOD_NOT_ALLOWED", ["allow", allow]);
