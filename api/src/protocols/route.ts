import { Router, type RequestHandler } from "express";

import { methodNotAllowed, onlyPost } from "../http/method-not-allowed.js";

/** Answers a request. */
export type Handler = RequestHandler;

/** A url and the one method that it takes; GET is also answered to HEAD. */
export interface Route {
  readonly method: "get" | "post";
  /** As express writes a path. */
  readonly path: string;
  readonly handler: Handler;
}

/** Hands requests to routes; other methods at their urls are refused. */
export const routerOf = (routes: readonly Route[]): Router => {
  const router = Router();
  for (const { method, path, handler } of routes) {
    const route = router.route(path);
    if (method === "get") route.get(handler).all(methodNotAllowed);
    else route.post(handler).all(onlyPost);
  }
  return router;
};
