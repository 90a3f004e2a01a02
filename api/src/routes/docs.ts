import { readFileSync } from "node:fs";

import { Router } from "express";

import { send } from "../http/send.js";
import { methodNotAllowed } from "../http/method-not-allowed.js";

const FILES = {
  "/docs": ["page.html", "text/html; charset=utf-8"],
  "/docs/page.css": ["page.css", "text/css; charset=utf-8"],
  "/docs/page.js": ["page.js", "text/javascript; charset=utf-8"],
} as const;

/** `/docs`: a page that shows the document of this api and tries its urls, with all that it needs. */
export const docsRoutes = (): Router => {
  const router = Router();
  for (const [path, [file, type]] of Object.entries(FILES)) {
    const bytes = readFileSync(new URL(`../../assets/docs/${file}`, import.meta.url));
    router
      .route(path)
      .get((_request, response) => send(response, 200, ["content-type", type], bytes))
      .all(methodNotAllowed);
  }
  return router;
};
