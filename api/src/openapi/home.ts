import type { Handler, Route } from "../http/route.js";
import { send } from "../http/send.js";
import type { Releases } from "../serving/releases.js";
import { API_VERSION } from "./version.js";

const LINKS = ["/docs", "/openapi.json", "/v1/models", "/readyz"];

const JSON_TYPE = ["content-type", "application/json", "vary", "accept"] as const;

/**
 * `/`: the console for a browser, and for other callers what this is and where to go, as JSON.
 *
 * @param page answers with the console; without it, browsers get the JSON too
 */
export const homeRoute = (releases: Releases, page?: Handler): Route => ({
  method: "get",
  path: "/",
  handler: (request, response, next) => {
    if (page !== undefined && request.accepts(["json", "html"]) === "html")
      return page(request, response, next);
    const models = releases.current().map(({ manifest }) => manifest.model);
    const about = { name: "despliega", version: API_VERSION, models, links: LINKS };
    send(response, 200, JSON_TYPE, JSON.stringify(about));
  },
});
