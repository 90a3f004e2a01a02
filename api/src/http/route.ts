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
 * Makes the router of the routes; it refuses other methods at their urls. A plain url finds its route at once, with the parameters that
 * express would find: express does much more for each route before it.
 */
export const routerOf = (routes: readonly Route[]): RequestHandler => {
  const router = Router();
  const exact = new Map<string, IRoute>();
  const plain: PlainRoute[] = [];
  let allPlain = true;
  for (const { method, path, handler } of routes) {
    const route = router.route(path);
    route[method](handler).all(refuseMethod(ALLOW[method]));
    if (/^[\w/-]+$/.test(path)) exact.set(path, route);
    // Behind any other path express has to try that one first.
    allPlain &&= /^(\/(:\w+|[\w-]+))+$/.test(path);
    if (allPlain) plain.push({ route, ...patternOf(path) });
  }
  return (request, response, next) => {
    const { url } = request;
    let route = exact.get(url);
    const params: Record<string, string> = {};
    for (let at = 0; route === undefined && at < plain.length; at++) {
      const match = plain[at]!.pattern.exec(url);
      if (match === null) continue;
      route = plain[at]!.route;
      plain[at]!.names.forEach((name, i) => (params[name] = match[i + 1]!));
    }
    if (route === undefined) return router(request, response, next);
    request.params = params;
    return (route as unknown as Dispatching).dispatch(request, response, next);
  };
};

/** A route that is found without express. */
interface PlainRoute {
  readonly route: IRoute;
  readonly pattern: RegExp;
  /** Of its parameters. */
  readonly names: readonly string[];
}

/** The pattern of a path of plain segments, and the names of its parameters, whose values need no decoding. */
const patternOf = (path: string): Omit<PlainRoute, "route"> => {
  const names: string[] = [];
  const source = path.replace(/:(\w+)/g, (_, name: string) => {
    names.push(name);
    return "([\\w.~-]+)";
  });
  return { pattern: new RegExp(`^${source}$`, "i"), names };
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
