import { Router, type IRoute, type RequestHandler } from "express";

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

/**
 * Makes the router of the routes; it refuses other methods at their urls. A url that is a path without parameters, letter by
 * letter, finds its route at once: express would try the pattern of each route before it.
 */
export const routerOf = (routes: readonly Route[]): RequestHandler => {
  const router = Router();
  const exact = new Map<string, IRoute>();
  for (const { method, path, handler } of routes) {
    const route = router.route(path);
    route[method](handler).all(refuseMethod(ALLOW[method]));
    if (/^[\w/-]+$/.test(path)) exact.set(path, route);
  }
  return (request, response, next) => {
    const route = exact.get(request.url);
    if (route === undefined) return router(request, response, next);
    request.params = {};
    return (route as unknown as Dispatching).dispatch(request, response, next);
  };
};

/** What a route of express does with a request whose path is its own; not in its types. */
interface Dispatching {
  readonly dispatch: RequestHandler;
}

const ALLOW = { get: "GET, HEAD", post: "POST" } as const;

const refuseMethod =
  (allow: string): Handler =>
  (_request, response) =>
    sendProblem(response, "METHOD_NOT_ALLOWED", ["allow", allow]);
