import type { Request, Response } from "express";

import type { ApiResponse } from "../http/exchange/api-response.js";
import { policyConnecting } from "../http/headers/security-headers.js";
import { sendProblem } from "../http/problem/problem.js";
import type { Handler, Route } from "../http/route.js";
import { send } from "../http/send.js";
import type { Encoding, PageFile } from "./page-files.js";

const ENCODINGS: readonly Encoding[] = ["br", "gzip", "identity"];

/** The names of files hold digests of what is in them, so a browser need never ask again. */
const FOREVER = "public, max-age=31536000, immutable";

const ALWAYS = "no-cache";

/** The files that the console is made of, but for the page itself. */
export const consoleRoutes = (files: ReadonlyMap<string, PageFile>): readonly Route[] => [
  {
    method: "get",
    path: "/console/:file",
    handler: (request, response) => {
      const name = (request.params as Readonly<Record<string, string>>)["file"]!;
      const file = name === PAGE ? undefined : files.get(name);
      if (file === undefined) return sendProblem(response, "ROUTE_UNKNOWN");
      sendFile(request, response, file, FOREVER);
    },
  },
];

const PAGE = "index.html";

/**
 * Answers with the page of the console; undefined where it was not built.
 *
 * @param authority where people sign in: the page alone may send requests there. Default: nowhere.
 */
export const consolePage = (
  files: ReadonlyMap<string, PageFile>,
  authority?: string,
): Handler | undefined => {
  const page = files.get(PAGE);
  const policy = authority === undefined ? undefined : policyConnecting(new URL(authority).origin);
  return (
    page &&
    ((request, response) => {
      (response as unknown as ApiResponse).policy = policy;
      sendFile(request, response, page, ALWAYS);
    })
  );
};

const sendFile = (request: Request, response: Response, file: PageFile, caching: string): void => {
  const encoding = (request.acceptsEncodings([...ENCODINGS]) || "identity") as Encoding;
  const tag = `"${file.digest}-${encoding}"`;
  const headers = ["etag", tag, "cache-control", caching, "vary", "accept, accept-encoding"];
  if (isKnown(request.headers["if-none-match"], tag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const encoded = encoding === "identity" ? [] : ["content-encoding", encoding];
  send(response, 200, ["content-type", file.type, ...encoded, ...headers], file.bytes[encoding]);
};

/** Whether a caller has the answer already. A proxy may have made the tag a weak one. */
const isKnown = (given: string | undefined, tag: string): boolean =>
  given !== undefined &&
  (given.trim() === "*" || given.split(",").some((one) => one.trim().replace(/^W\//, "") === tag));
