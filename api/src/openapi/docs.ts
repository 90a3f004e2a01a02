import { readFileSync } from "node:fs";

import type { Route } from "../http/route.js";
import { send } from "../http/send.js";

const FILES = {
  "/docs": ["page.html", "text/html; charset=utf-8"],
  "/docs/page.css": ["page.css", "text/css; charset=utf-8"],
  "/docs/page.js": ["page.js", "text/javascript; charset=utf-8"],
} as const;

/** `/docs`: a page that shows the document of this api and tries its urls, with its style and its script. */
export const docsRoutes = (): readonly Route[] =>
  Object.entries(FILES).map(([path, [file, type]]) => {
    const bytes = readFileSync(new URL(`../../assets/docs/${file}`, import.meta.url));
    return {
      method: "get",
      path,
      handler: (_request, response) => send(response, 200, ["content-type", type], bytes),
    };
  });
