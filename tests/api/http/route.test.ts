import { routerOf, type Route } from "@despliega/api";
import { expect, test } from "@jest/globals";
import { Router, type Request, type RequestHandler, type Response } from "express";
import fc from "fast-check";

/** What a router finds for a url: the path of the route and its parameters. */
type Found = { readonly path: string; readonly params: unknown } | "none";

const find = (router: (found: (of: Found) => RequestHandler) => RequestHandler, url: string) =>
  new Promise<Found>((resolve) => {
    const at = router((of) => (request) => {
      resolve({ ...(of as object), params: { ...request.params } } as Found);
    });
    const request = { url, originalUrl: url, method: "GET" } as Request;
    at(request, {} as Response, () => resolve("none"));
  });

const ours = (paths: readonly string[], url: string) =>
  find(
    (found) =>
      routerOf(
        paths.map((path): Route => ({ method: "get", path, handler: found({ path, params: {} }) })),
      ),
    url,
  );

const express = (paths: readonly string[], url: string) =>
  find((found) => {
    const router = Router();
    for (const path of paths) router.route(path).get(found({ path, params: {} }));
    return router;
  }, url);

const segment = fc.constantFrom("v2", "models", "Models", "a-b", "infer");
const path = fc
  .array(fc.oneof(segment, fc.constantFrom(":model", ":id_2", "x.json", ":a-:b", "*rest")), {
    minLength: 1,
    maxLength: 4,
  })
  .filter((parts) => new Set(parts).size === parts.length)
  .map((parts) => `/${parts.join("/")}`);
const url = fc
  .tuple(
    fc.array(
      fc.oneof(segment, fc.constantFrom("riesgo", "7.5", "x~y", "a%20b", "%zz", "é", "x.json", "")),
      { minLength: 1, maxLength: 4 },
    ),
    fc.constantFrom("", "", "", "/", "?a=1", "#"),
  )
  .map(([parts, end]) => `/${parts.join("/")}${end}`);

test("a router finds the routes and the parameters that express finds, in the order of the routes", async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(
      // A path without parameters comes before those with some, whatever their order.
      fc
        .uniqueArray(path, { minLength: 1, maxLength: 6, selector: (of) => of.toLowerCase() })
        .map((paths) => paths.toSorted((a, b) => Number(/[:*]/.test(a)) - Number(/[:*]/.test(b)))),
      url,
      async (paths, at) => {
        const [own, theirs] = await Promise.all([ours(paths, at), express(paths, at)]);
        expect([at, own]).toEqual([at, theirs]);
        if (own !== "none") found++;
      },
    ),
    { numRuns: 3_000 },
  );
  expect(found).toBeGreaterThan(200);
});
