import type { Response } from "express";

import type { Route } from "../http/route.js";
import { send } from "../http/send.js";
import type { Releases } from "../serving/releases.js";
import { API_VERSION } from "./version.js";

/** Where to go from here, and what is there. */
const LINKS = {
  "/docs": "every url, to read and to try",
  "/openapi.json": "the same for programs",
  "/v1/models": "the models that are served",
  "/readyz": "whether every model is loaded, and in which version",
} as const;

const HTML = ["content-type", "text/html; charset=utf-8", "vary", "accept"] as const;
const JSON_TYPE = ["content-type", "application/json", "vary", "accept"] as const;

/** `/`: what this is and where to go, as a page for a browser and as JSON for other callers. */
export const homeRoute = (releases: Releases): Route => ({
  method: "get",
  path: "/",
  handler: (request, response) => {
    const models = releases.current().map(({ manifest }) => manifest.model);
    if (request.accepts(["json", "html"]) === "html") sendPage(response, models);
    else send(response, 200, JSON_TYPE, JSON.stringify(about(models)));
  },
});

const about = (models: readonly string[]) => ({
  name: "despliega",
  version: API_VERSION,
  models,
  links: Object.keys(LINKS),
});

// Nothing here comes from a caller, and a model's name has no character that is special in HTML.
const sendPage = (response: Response, models: readonly string[]): void => {
  const links = Object.entries(LINKS).map(
    ([path, what]) => `<li><a href="${path}">${path}</a>: ${what}</li>`,
  );
  const served = models.length === 0 ? "None yet." : models.join(", ");
  const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Despliega</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/docs/page.css" />
  </head>
  <body>
    <h1>Despliega <small>${API_VERSION}</small></h1>
    <p>This is an api that answers with predictions.</p>
    <h2>Models</h2>
    <p>${served}</p>
    <h2>Go on</h2>
    <ul>
      ${links.join("\n      ")}
    </ul>
  </body>
</html>
`;
  send(response, 200, HTML, page);
};
