import { sendProblem } from "../http/problem/problem.js";
import type { Route } from "../http/route.js";
import { send } from "../http/send.js";
import type { Releases } from "../serving/releases.js";
import { openApiDocument, type DocumentOptions } from "./document.js";

const JSON_TYPE = ["content-type", "application/json"] as const;

/** `/openapi.json`: the document, written once per swap. */
export const documentRoute = (
  releases: Releases,
  options: Omit<DocumentOptions, "releases">,
): Route => {
  const write = (current: DocumentOptions["releases"]): Uint8Array | undefined =>
    current.length === 0
      ? undefined
      : Buffer.from(JSON.stringify(openApiDocument({ ...options, releases: current })));

  let document = write(releases.current());
  releases.onSwap((current) => {
    document = write(current);
  });

  return {
    method: "get",
    path: "/openapi.json",
    handler: (_request, response) => {
      if (document === undefined) return sendProblem(response, "NOT_READY");
      send(response, 200, JSON_TYPE, document);
    },
  };
};
